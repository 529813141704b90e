using System.Text.Json;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Trust;

namespace Eudiplo.Protocol.OAuth;

/// <summary>Who may attest clients: by a key set, for an <c>iss</c> or for all, or by a chain to one of the anchors.</summary>
/// <param name="Keys">The key sets of attesters; an entry without an issuer is tried for every attestation.</param>
/// <param name="Anchors">The roots of certificate chains in <c>x5c</c>.</param>
public sealed record AttesterTrust(IReadOnlyList<(string? Issuer, JwkSet Keys)> Keys, TrustAnchors Anchors)
{
    /// <summary>The key that an attestation must be signed with; null when nobody who is trusted can have signed it.</summary>
    internal Jwk? FindKey(CompactJws attestation, JsonElement claims, DateTimeOffset now)
    {
        var issuer = claims.TryGetString("iss", out var named) ? named : null;
        foreach (var (of, keys) in Keys)
        {
            if ((of is null || of == issuer) && keys.Select(attestation.KeyId, attestation.Algorithm) is { } key)
            {
                return key;
            }
        }

        return attestation.TryGetCertificates(out var chain) ? Anchors.Verify(chain, now, out _)?.Key : null;
    }
}
