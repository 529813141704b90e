using Eudiplo.WalletSimulator.Keys;
using Eudiplo.WalletSimulator.Mdoc;

namespace Eudiplo.WalletSimulator.Demo;

/// <summary>The driving licence of the same invented person, as an mdoc.</summary>
public static class DemoLicence
{
    /// <summary>The document type.</summary>
    public const string DocumentType = "org.iso.18013.5.1.mDL";

    /// <summary>The namespace of its elements.</summary>
    public const string Namespace = "org.iso.18013.5.1";

    /// <summary>How to issue the licence to a holder.</summary>
    public static MdocIssuance For(EcKey holder) => new()
    {
        DocumentType = DocumentType,
        Holder = holder,
        Elements =
        [
            (Namespace, "given_name", "Erika"),
            (Namespace, "family_name", "Mustermann"),
            (Namespace, "birth_date", new DateOnly(1984, 8, 12)),
            (Namespace, "issue_date", new DateOnly(2024, 3, 1)),
            (Namespace, "expiry_date", new DateOnly(2039, 2, 28)),
            (Namespace, "issuing_country", "DE"),
            (Namespace, "issuing_authority", "Stadt Köln"),
            (Namespace, "document_number", "B072RRE2I55"),
            (Namespace, "portrait", new byte[] { 0xff, 0xd8, 0xff, 0xd9 }),
            (Namespace, "un_distinguishing_sign", "D"),
            (Namespace, "age_over_18", true),
            (Namespace, "driving_privileges", new object[]
            {
                new Dictionary<string, object> { ["vehicle_category_code"] = "B", ["issue_date"] = new DateOnly(2002, 8, 20) },
            }),
        ],
    };
}
