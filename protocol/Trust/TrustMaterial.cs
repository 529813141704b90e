using System.Collections.Frozen;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Protocol.Trust;

/// <summary>
/// Everything that says whose credentials are believed. Immutable; a changed configuration is a new object, and then what was
/// withdrawn counts no more.
/// </summary>
public sealed record TrustMaterial
{
    /// <summary>Root certificates for credentials that carry a chain (<c>x5c</c>, <c>x5chain</c>).</summary>
    public TrustAnchors Anchors { get; init; } = TrustAnchors.None;

    /// <summary>Issuers trusted by name, by <see cref="TrustedIssuer.Identifier"/>.</summary>
    public IReadOnlyDictionary<string, TrustedIssuer> Issuers { get; init; } = FrozenDictionary<string, TrustedIssuer>.Empty;

    /// <summary>
    /// Keys from JWT VC issuer metadata that the caller fetched, by issuer. Used only for issuers of <see cref="Issuers"/> with
    /// <see cref="TrustedIssuer.UseIssuerMetadata"/>.
    /// </summary>
    public IReadOnlyDictionary<string, JwkSet> IssuerMetadata { get; init; } = FrozenDictionary<string, JwkSet>.Empty;

    /// <summary>
    /// The certificates of ETSI trusted lists, by the list's identifier: SHA-256 thumbprints in lower-case hexadecimal. For
    /// <c>trusted_authorities</c> of type <c>etsi_tl</c>.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlySet<string>> TrustedLists { get; init; } =
        FrozenDictionary<string, IReadOnlySet<string>>.Empty;
}
