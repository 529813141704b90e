using Eudiplo.Protocol.Jose;

namespace Eudiplo.Grains.Tenants;

/// <summary>The rules of <see cref="AssertionIssuer"/>.</summary>
internal static class AssertionIssuerRules
{
    /// <summary>Checks the issuers of a document.</summary>
    public static void Check(IReadOnlyList<AssertionIssuer> issuers, List<string> errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < issuers.Count; i++)
        {
            var (issuer, path) = (issuers[i], $"$.assertionIssuers[{i}]");
            if (issuer.Issuer.Length == 0 || !seen.Add(issuer.Issuer))
            {
                errors.Add($"{path}.issuer: it must not be empty, and no other may have it.");
            }

            if (!JwkSet.TryParse(issuer.Jwks, out var keys) || keys.Keys.Count == 0)
            {
                errors.Add($"{path}.jwks: a JWK Set with a public key is needed (RFC 7517, section 5).");
            }
        }
    }
}
