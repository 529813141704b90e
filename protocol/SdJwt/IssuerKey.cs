using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Presentations;
using Eudiplo.Protocol.Trust;

namespace Eudiplo.Protocol.SdJwt;

/// <summary>The key that may have signed an SD-JWT VC, and the chain that vouches for it, if one does.</summary>
internal sealed record IssuerKey(Jwk Key, string Issuer, CertificateChain? Chain)
{
    /// <summary>
    /// Finds the key: of an issuer with configured keys, only among those; otherwise by the certificate chain in the header;
    /// otherwise by issuer metadata, for an issuer that is configured so.
    /// </summary>
    public static IssuerKey? Find(CompactJws jwt, string? issuer, TrustMaterial trust, DateTimeOffset at, out VerificationFailure? failure)
    {
        failure = null;
        TrustedIssuer? known = null;
        if (issuer is not null && trust.Issuers.TryGetValue(issuer, out known) && known.Keys is { } pinned)
        {
            return OfSet(jwt, issuer, pinned, out failure);
        }

        if (jwt.TryGetCertificates(out var certificates))
        {
            return OfChain(issuer, trust.Anchors, certificates, at, out failure);
        }

        if (issuer is null || known is not { UseIssuerMetadata: true })
        {
            failure = new(VerificationFailureReason.IssuerNotTrusted, issuer is null ? "neither iss nor x5c" : "iss not configured and no x5c");
            return null;
        }

        if (trust.IssuerMetadata.TryGetValue(issuer, out var fetched))
        {
            return OfSet(jwt, issuer, fetched, out failure);
        }

        failure = new(VerificationFailureReason.IssuerMetadataNeeded) { Issuer = issuer };
        return null;
    }

    private static IssuerKey? OfSet(CompactJws jwt, string issuer, JwkSet set, out VerificationFailure? failure)
    {
        var key = set.Select(jwt.KeyId, jwt.Algorithm);
        failure = key is null ? new(VerificationFailureReason.IssuerKeyNotFound, "no one key of the issuer has this kid and fits alg") : null;
        return key is null ? null : new IssuerKey(key, issuer, null);
    }

    private static IssuerKey? OfChain(
        string? issuer, TrustAnchors anchors, IReadOnlyList<byte[]> certificates, DateTimeOffset at, out VerificationFailure? failure)
    {
        if (anchors.Verify(certificates, at, out var error) is not { } chain)
        {
            failure = new(VerificationFailureReason.CertificateChainInvalid, error.ToString());
            return null;
        }

        if (issuer is not null
            && Uri.TryCreate(issuer, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
            && !chain.Names(url))
        {
            failure = new(VerificationFailureReason.CertificateNamesAnotherIssuer, "iss is neither a URI nor a DNS name of the certificate");
            return null;
        }

        failure = null;
        return new IssuerKey(chain.Key, issuer ?? chain.Leaf.Subject, chain);
    }
}
