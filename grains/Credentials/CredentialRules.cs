using Eudiplo.Grains.Abstractions.Credentials;
using Eudiplo.Grains.Grants;
using Eudiplo.Grains.Keys;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.AuthorizationDetails;
using Eudiplo.Protocol.Credentials;
using Eudiplo.Protocol.Dpop;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Grains.Credentials;

/// <summary>The rules of credential requests (OID4VCI, "Credential Endpoint").</summary>
internal static class CredentialRules
{
    /// <summary>Checks that an access token comes from who it was issued to (RFC 9449, section 7).</summary>
    /// <returns>The refusal, or null.</returns>
    public static IssueReply? CheckBinding(GrantState state, PresentedAccessToken access, string url, DateTimeOffset now)
    {
        if (state.DpopThumbprint is not { } thumbprint)
        {
            return access.IsDpop ? CredentialErrors.InvalidToken(isDpop: true) : null;
        }

        if (!access.IsDpop)
        {
            // RFC 9449, section 7.2: a bound token with the scheme Bearer is refused, whatever else comes with it.
            return CredentialErrors.InvalidToken(isDpop: true);
        }

        var expectation = new DpopExpectation
        {
            Method = "POST",
            Uri = new Uri(url),
            Now = now,

            // How old a proof may be is the gateway's to say, by its options, and it has looked: here the widest that they allow.
            MaxAge = TimeSpan.FromMinutes(10),
            ClockSkew = TimeSpan.FromMinutes(5),
            AccessToken = access.Token.Value,
            Thumbprint = thumbprint,
        };
        return DpopVerifier.Verify(access.DpopProofs, expectation, out var error) is null ? CredentialErrors.InvalidDpopProof(error.ToOAuthError()) : null;
    }

    /// <summary>Finds the credential that a request means, if the grant covers it.</summary>
    /// <returns>The refusal, or null.</returns>
    public static IssueReply? Find(GrantState state, string? scope, CredentialRequest request, TenantContext tenant, out CredentialConfiguration configuration)
    {
        configuration = null!;
        var detailed = Detailed(state);
        if (request.CredentialIdentifier is { } identifier)
        {
            // The identifiers of a grant are the ids of its configurations: see GrantDetails.
            if (!detailed.Contains(identifier))
            {
                return CredentialErrors.UnknownIdentifier;
            }
        }

        if (tenant.FindCredential(request.CredentialIdentifier ?? request.CredentialConfigurationId!) is not { Claims.Count: > 0 } found)
        {
            return CredentialErrors.UnknownConfiguration;
        }

        configuration = found;
        return detailed.Contains(found.CredentialConfigId) || GrantScope.Has(scope, found.Scope ?? found.CredentialConfigId)
            ? null
            : CredentialErrors.InsufficientScope;
    }

    /// <summary>Verifies the key proofs.</summary>
    /// <param name="state">The grant.</param>
    /// <param name="request">The request.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="keys">The tenant's keys.</param>
    /// <param name="data">What the steps found out: it can settle which key it must be.</param>
    /// <param name="now">The time.</param>
    /// <param name="holders">The wallet's keys, one for each credential.</param>
    /// <returns>The refusal, or null.</returns>
    public static IssueReply? CheckProofs(
        GrantState state, CredentialRequest request, TenantContext tenant, TenantKeys keys, CredentialData data, DateTimeOffset now, out IReadOnlyList<Jwk> holders)
    {
        var found = new List<Jwk>();
        holders = found;
        if (request.JwtProofs.Count == 0 || request.JwtProofs.Count > tenant.Document.Issuance.BatchSize)
        {
            return CredentialErrors.Refused("invalid_proof", $"1 to {tenant.Document.Issuance.BatchSize} key proofs of type jwt are needed.");
        }

        var expectation = new KeyProofExpectation { Issuer = tenant.Urls.Issuer, ClientId = state.ClientId is { Length: > 0 } id ? id : null, Now = now };
        foreach (var text in request.JwtProofs)
        {
            if (KeyProof.Verify(text, expectation, out var problem) is not var (key, nonce))
            {
                return CredentialErrors.Refused("invalid_proof", problem!);
            }

            if (!CredentialNonces.IsValid(keys.NonceSecrets, tenant.TenantId, nonce, now))
            {
                return CredentialErrors.InvalidNonce;
            }

            if (found.Any(k => k.Thumbprint == key.Thumbprint))
            {
                return CredentialErrors.Refused("invalid_proof", "Two proofs are of the same key.");
            }

            if (!data.Allows(key.Thumbprint))
            {
                return CredentialErrors.Refused("invalid_proof", "The key is not the one that held the presented credential.");
            }

            found.Add(key);
        }

        return null;
    }

    private static HashSet<string> Detailed(GrantState state) => state.AuthorizationDetails is { } details
        ? (AuthorizationDetailsList.Parse(details, out _) ?? []).Select(d => d.CredentialConfigurationId).ToHashSet(StringComparer.Ordinal)
        : [];
}
