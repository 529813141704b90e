using System.Text.Json.Nodes;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.SdJwt;

namespace Eudiplo.Grains.Credentials;

/// <summary>Makes credentials of a configuration and of what the steps found out.</summary>
internal static class CredentialBuilder
{
    /// <summary>The claims of a credential; null when a value that it needs is not there, or is none that can be signed.</summary>
    /// <param name="configuration">The credential configuration.</param>
    /// <param name="data">What the steps found out.</param>
    /// <param name="problem">Why there are none, for the log: the claim, and never what it says.</param>
    public static IReadOnlyList<(CredentialClaim Claim, JsonNode? Value)>? Resolve(
        CredentialConfiguration configuration, CredentialData data, out string problem)
    {
        problem = string.Empty;
        var values = new List<(CredentialClaim, JsonNode?)>();
        foreach (var claim in configuration.Claims)
        {
            JsonNode? value;
            if (claim.Value is { } fixedValue)
            {
                value = JsonNode.Parse(fixedValue.GetRawText());
            }
            else if (!data.TryFind(claim.From!, out value))
            {
                if (claim.Optional)
                {
                    continue;
                }

                problem = $"there is no value for the claim {string.Join('.', claim.Path)}";
                return null;
            }

            if (SdJwtVcBuilder.HasDigests(value))
            {
                problem = $"the value for the claim {string.Join('.', claim.Path)} has a member '_sd' or '...'";
                return null;
            }

            values.Add((claim, value));
        }

        return values;
    }

    /// <summary>An SD-JWT VC that is bound to a key.</summary>
    /// <param name="configuration">The credential configuration.</param>
    /// <param name="values">What it says.</param>
    /// <param name="holder">The wallet's key.</param>
    /// <param name="statusIndex">Its index in the configured status list; null where there is none.</param>
    /// <param name="tenant">The tenant: its issuer identifier is the <c>iss</c>.</param>
    /// <param name="signer">The tenant's key.</param>
    /// <param name="now">The time.</param>
    public static string SdJwtVc(
        CredentialConfiguration configuration,
        IReadOnlyList<(CredentialClaim Claim, JsonNode? Value)> values,
        Jwk holder,
        int? statusIndex,
        TenantContext tenant,
        JwsSigner signer,
        DateTimeOffset now)
    {
        // To the minute: a time to the second would tell verifiers that compare notes which credentials were issued together.
        var issuedAt = now.ToUnixTimeSeconds() / 60 * 60;
        var bare = Jwk.FromEc(holder.ToEcParameters());
        var builder = new SdJwtVcBuilder()
            .Set("iss", tenant.Urls.Issuer)
            .Set("vct", configuration.Vct!)
            .Set("iat", issuedAt)
            .Set("exp", issuedAt + configuration.LifetimeSeconds)
            .Set("cnf", new JsonObject { ["jwk"] = JsonNode.Parse(bare.ToJson()) });
        if (configuration.StatusList is { } list && statusIndex is { } index)
        {
            builder.Set("status", new JsonObject { ["status_list"] = new JsonObject { ["idx"] = index, ["uri"] = list.Uri } });
        }

        foreach (var (claim, value) in values)
        {
            if (!builder.TryAdd(claim.Path, value, claim.SelectivelyDisclosable))
            {
                throw new InvalidOperationException("The document was not checked: a claim stands in another's way.");
            }
        }

        var present = values.Select(v => v.Claim).ToHashSet<CredentialClaim>(ReferenceEqualityComparer.Instance);
        foreach (var absent in configuration.Claims.Where(c => c.SelectivelyDisclosable && !present.Contains(c)))
        {
            builder.TryAddDecoy(absent.Path);
        }

        return builder.Sign(signer);
    }
}
