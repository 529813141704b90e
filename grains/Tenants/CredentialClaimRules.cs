using Eudiplo.Protocol.SdJwt;

namespace Eudiplo.Grains.Tenants;

/// <summary>The rules of <see cref="CredentialClaim"/>.</summary>
internal static class CredentialClaimRules
{
    private const int MaxClaims = 256;
    private const int MaxNames = 8;

    /// <summary>Checks the claims of a credential configuration.</summary>
    public static void Check(CredentialConfiguration credential, string path, List<string> errors)
    {
        if (credential.Claims.Count > MaxClaims)
        {
            errors.Add($"{path}.claims: at most {MaxClaims} claims are allowed.");
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < credential.Claims.Count; i++)
        {
            var (claim, at) = (credential.Claims[i], $"{path}.claims[{i}]");
            if (claim.Path.Count is 0 or > MaxNames || claim.Path.Any(n => n.Length is 0 or > 128 || n is "_sd" or "..."))
            {
                errors.Add($"{at}.path: 1 to {MaxNames} names are needed, none of them '_sd' or '...'.");
            }
            else if (SdJwtVcBuilder.IsReserved(claim.Path[0]))
            {
                errors.Add($"{at}.path: '{claim.Path[0]}' is set by the issuer itself.");
            }
            else if (!seen.Add(string.Join('\0', claim.Path)))
            {
                errors.Add($"{at}.path: another claim has the same path.");
            }
            else if (credential.Claims.Any(other => other != claim && IsWithin(claim.Path, other.Path)))
            {
                errors.Add($"{at}.path: another claim stands on the way to it.");
            }

            if ((claim.Value is null) == (claim.From is null))
            {
                errors.Add($"{at}: exactly one of value and from is needed.");
            }

            if (claim.From is { Count: < 2 or > MaxNames })
            {
                errors.Add($"{at}.from: a credential query's id, 'data' or 'webhook', and then 1 to {MaxNames - 1} names are needed.");
            }
        }
    }

    private static bool IsWithin(IReadOnlyList<string> path, IReadOnlyList<string> other) =>
        other.Count < path.Count && path.Take(other.Count).SequenceEqual(other, StringComparer.Ordinal);
}
