using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Presentations;
using Eudiplo.Protocol.Trust;

namespace Eudiplo.Protocol.SdJwt;

/// <summary>The key that may have signed an SD-JWT VC, and the chain that vouches for it, if one does.</summary>
internal sealed record IssuerKey(Jwk Key, string Issuer, CertificateChain? Chain)
{
    /// <summary>
    /// Finds the key. An issuer that is configured with keys or anchors of its own is believed by those alone. Anybody else needs a
    /// chain to an anchor for everybody, or issuer metadata, where the configuration says so.
    /// </summary>
    public static IssuerKey? Find(CompactJws jwt, string? issuer, TrustMaterial trust, DateTimeOffset at, out VerificationFailure? failure)
    {
        TrustedIssuer? known = null;
        if (issuer is not null)
        {
            trust.Issuers.TryGetValue(issuer, out known);
        }

        var hasChain = jwt.TryGetCertificates(out var certificates);
        if (known is { Anchors: not null } or { Keys: not null })
        {
            return hasChain && known.Anchors is { } own ? OfChain(issuer, own, certificates!, at, out failure)
                : known.Keys is { } pinned ? OfSet(jwt, issuer!, pinned, out failure)
                : Refuse(VerificationFailureReason.IssuerKeyNotFound, "the issuer is trusted by certificate, and there is no x5c", out failure);
        }

        IssuerKey? byChain = null;
        failure = null;
        if (hasChain)
        {
            byChain = OfChain(issuer, trust.Anchors, certificates!, at, out failure);
        }

        if (byChain is null && known is { UseIssuerMetadata: true })
        {
            if (trust.IssuerMetadata.TryGetValue(issuer!, out var fetched))
            {
                return OfSet(jwt, issuer!, fetched, out failure);
            }

            failure = new(VerificationFailureReason.IssuerMetadataNeeded) { Issuer = issuer };
        }
        else if (!hasChain)
        {
            failure = new(VerificationFailureReason.IssuerNotTrusted, issuer is null ? "neither iss nor x5c" : "iss not configured and no x5c");
        }

        return byChain;
    }

    private static IssuerKey? Refuse(VerificationFailureReason reason, string detail, out VerificationFailure? failure)
    {
        failure = new(reason, detail);
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
