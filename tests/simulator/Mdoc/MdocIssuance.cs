using Eudiplo.WalletSimulator.Keys;

namespace Eudiplo.WalletSimulator.Mdoc;

/// <summary>What goes into one mdoc. The defaults make a valid one; every member can be bent for a negative test.</summary>
public sealed record MdocIssuance
{
    /// <summary>The document type.</summary>
    public required string DocumentType { get; init; }

    /// <summary>The data elements: namespace, identifier, value.</summary>
    public required IReadOnlyList<(string Namespace, string Identifier, object Value)> Elements { get; init; }

    /// <summary>The device key.</summary>
    public required EcKey Holder { get; init; }

    /// <summary>Time of signing; default: the time of issuance.</summary>
    public DateTimeOffset? Signed { get; init; }

    /// <summary>Start of validity; default: the time of signing.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    /// <summary>End of validity; default: one day after the time of issuance.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>The document type inside of the signed part; default: the same.</summary>
    public string? SignedDocumentType { get; init; }

    /// <summary>The name of the digest algorithm; the digests stay SHA-256.</summary>
    public string DigestAlgorithm { get; init; } = "SHA-256";

    /// <summary>Signs instead of the issuer's key.</summary>
    public EcKey? SigningKey { get; init; }
}
