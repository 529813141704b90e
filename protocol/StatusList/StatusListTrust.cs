using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Trust;

namespace Eudiplo.Protocol.StatusList;

/// <summary>
/// Whose status lists are believed ("Key Resolution and Trust Management" of Token Status List). Everybody with a certificate under
/// <see cref="Anchors"/> is believed for every URI: that the list is the issuer's follows from where it was fetched, over TLS, at the
/// URI that the issuer signed. (The key purpose for status lists has no OID yet.)
/// </summary>
public sealed record StatusListTrust
{
    /// <summary>Roots for lists that carry a chain (<c>x5c</c>, <c>x5chain</c>): usually those of the credential itself.</summary>
    public TrustAnchors Anchors { get; init; } = TrustAnchors.None;

    /// <summary>Keys for lists that carry no chain: configured ones, or those of the credential's issuer. Null: none.</summary>
    public JwkSet? Keys { get; init; }

    /// <summary>The algorithms accepted. Default: ECDSA and RSASSA-PSS.</summary>
    public JwsAlgorithms Algorithms { get; init; } = JwsAlgorithms.EcdsaAndPss;

    /// <summary>The key for a list, or null when none of these is trusted for it.</summary>
    internal Jwk? Find(IReadOnlyList<byte[]>? chain, string? keyId, JwsAlgorithms algorithm, DateTimeOffset now) =>
        chain is null ? Keys?.Select(keyId, algorithm) : Anchors.Verify(chain, now, out _)?.Key;
}
