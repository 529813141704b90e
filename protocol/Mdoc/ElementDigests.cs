using System.Security.Cryptography;

namespace Eudiplo.Protocol.Mdoc;

/// <summary>Compares every returned data element with its digest (ISO/IEC 18013-5 sections 9.1.2.5 and 9.3.1, step 3).</summary>
internal static class ElementDigests
{
    public static MdocError Check(MdocDocument document, MobileSecurityObject mso, out string? detail)
    {
        detail = null;
        if (HashOf(mso.DigestAlgorithm) is not { } hash)
        {
            return MdocError.DigestAlgorithmNotSupported;
        }

        Span<byte> digest = stackalloc byte[SHA512.HashSizeInBytes];
        foreach ((string nameSpace, IReadOnlyList<IssuerSignedItem> elements) in document.NameSpaces)
        {
            foreach (IssuerSignedItem element in elements)
            {
                if (!mso.TryGetDigest(nameSpace, element.DigestId, out ReadOnlyMemory<byte> signed))
                {
                    detail = $"digest {element.DigestId}";
                    return MdocError.DigestMissing;
                }

                int length = CryptographicOperations.HashData(hash, element.Encoded.Span, digest);
                if (!CryptographicOperations.FixedTimeEquals(digest[..length], signed.Span))
                {
                    detail = $"digest {element.DigestId}";
                    return MdocError.DigestMismatch;
                }
            }
        }

        return MdocError.None;
    }

    private static HashAlgorithmName? HashOf(string name) => name switch
    {
        "SHA-256" => HashAlgorithmName.SHA256,
        "SHA-384" => HashAlgorithmName.SHA384,
        "SHA-512" => HashAlgorithmName.SHA512,
        _ => null,
    };
}
