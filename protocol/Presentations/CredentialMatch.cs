using Eudiplo.Protocol.Dcql;
using Eudiplo.Protocol.Trust;

namespace Eudiplo.Protocol.Presentations;

/// <summary>Whether a verified credential is what its query asks for, and what of it is kept (OpenID4VP 1.0 section 8.6, 2.b).</summary>
internal static class CredentialMatch
{
    public static VerificationFailure? Check(CredentialQuery query, VerifiedCredential credential, TrustMaterial trust)
    {
        if (credential.Format != query.Format || !query.Types.Contains(credential.Type, StringComparer.Ordinal))
        {
            return new(VerificationFailureReason.CredentialTypeMismatch);
        }

        return query.TrustedAuthorities.Count == 0 || query.TrustedAuthorities.Any(one => IsOf(one, credential, trust))
            ? null
            : new(VerificationFailureReason.TrustedAuthorityMismatch);
    }

    public static PresentedCredential? Keep(CredentialQuery query, VerifiedCredential credential, string raw) =>
        ClaimSelector.Select(credential.Claims, query, out var claimSet) is { } claims
            ? new PresentedCredential
            {
                QueryId = query.Id,
                Claims = claims,
                ClaimSet = claimSet,
                Format = credential.Format,
                Issuer = credential.Issuer,
                Type = credential.Type,
                HolderKeyThumbprint = credential.HolderKeyThumbprint,
                IssuedAt = credential.IssuedAt,
                ExpiresAt = credential.ExpiresAt,
                Status = credential.Status,
                AuthorityKeyIdentifiers = credential.AuthorityKeyIdentifiers,
                RawPresentation = raw,
            }
            : null;

    private static bool IsOf(TrustedAuthoritiesQuery authority, VerifiedCredential credential, TrustMaterial trust) =>
        authority.Type == TrustedAuthoritiesQuery.AuthorityKeyIdentifier
            ? authority.Values.Intersect(credential.AuthorityKeyIdentifiers, StringComparer.Ordinal).Any()
            : authority.Values.Any(list => trust.TrustedLists.TryGetValue(list, out var certificates)
                && credential.ChainThumbprints.Any(certificates.Contains));
}
