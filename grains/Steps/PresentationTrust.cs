using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Eudiplo.Grains.RequestSigning;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Trust;

namespace Eudiplo.Grains.Steps;

/// <summary>Reads from a presentation configuration whose credentials are believed.</summary>
internal static class PresentationTrust
{
    /// <summary>Reads it. What is wrong is added to the errors, each with its path.</summary>
    public static TrustMaterial Read(PresentationConfiguration configuration, string path, List<string> errors)
    {
        var issuers = new Dictionary<string, Protocol.Trust.TrustedIssuer>(StringComparer.Ordinal);
        var roots = new List<X509Certificate2>();
        if (configuration.TrustedIssuers.Count == 0)
        {
            errors.Add($"{path}.trustedIssuers: name at least one issuer; without one no presentation could ever be accepted.");
        }

        for (var i = 0; i < configuration.TrustedIssuers.Count; i++)
        {
            ReadIssuer(configuration.TrustedIssuers[i], $"{path}.trustedIssuers[{i}]", issuers, roots, errors);
        }

        return new TrustMaterial
        {
            Issuers = issuers.ToFrozenDictionary(StringComparer.Ordinal),
            Anchors = roots.Count == 0 ? TrustAnchors.None : new TrustAnchors(roots),
            TrustedLists = ReadLists(configuration.TrustedLists, $"{path}.trustedLists", errors),
        };
    }

    private static void ReadIssuer(
        Tenants.TrustedIssuer issuer,
        string path,
        Dictionary<string, Protocol.Trust.TrustedIssuer> issuers,
        List<X509Certificate2> roots,
        List<string> errors)
    {
        JwkSet? keys = null;
        if (issuer.Jwks is { } jwks && !JwkSet.TryParse(jwks, out keys))
        {
            errors.Add($"{path}.jwks: it is not a JSON Web Key Set of public keys.");
        }

        var byName = issuer.Jwks is not null || issuer.UseIssuerMetadata;
        if ((!byName && issuer.X5cRoots.Count == 0) || (issuer.Issuer is null && byName))
        {
            errors.Add($"{path}: an issuer with its jwks or with useIssuerMetadata, or x5cRoots, is needed.");
        }

        if (issuer.UseIssuerMetadata && (issuer.Jwks is not null || !IsWebUrl(issuer.Issuer)))
        {
            errors.Add($"{path}.useIssuerMetadata: the issuer must be an https URL, and have no jwks of its own here.");
        }

        var own = ReadCertificates(issuer.X5cRoots, $"{path}.x5cRoots", errors);
        if (own.Any(root => !root.Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => constraints.CertificateAuthority)))
        {
            errors.Add($"{path}.x5cRoots: a root is the certificate of an authority (basic constraints). Name the key of a single issuer in its jwks instead.");
        }

        if (issuer.Issuer is null)
        {
            roots.AddRange(own);
            return;
        }

        // Roots beside a name vouch for that issuer alone: one issuer's authority must not speak for another's name.
        var known = new Protocol.Trust.TrustedIssuer(issuer.Issuer)
        {
            Keys = keys,
            Anchors = own.Count == 0 ? null : new TrustAnchors(own),
            UseIssuerMetadata = issuer.UseIssuerMetadata,
        };
        if (!issuers.TryAdd(issuer.Issuer, known))
        {
            errors.Add($"{path}.issuer: it is named twice.");
        }
    }

    private static FrozenDictionary<string, IReadOnlySet<string>> ReadLists(IReadOnlyList<TrustedList> lists, string path, List<string> errors)
    {
        var read = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal);
        for (var i = 0; i < lists.Count; i++)
        {
            var certificates = ReadCertificates(lists[i].Certificates, $"{path}[{i}].certificates", errors);
            var thumbprints = certificates.Select(one => Convert.ToHexStringLower(SHA256.HashData(one.RawData))).ToFrozenSet(StringComparer.Ordinal);
            if (lists[i].Id.Length == 0 || !read.TryAdd(lists[i].Id, thumbprints))
            {
                errors.Add($"{path}[{i}].id: it must not be empty, and no other list may have it.");
            }
        }

        return read.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static List<X509Certificate2> ReadCertificates(IReadOnlyList<string> texts, string path, List<string> errors)
    {
        var read = new List<X509Certificate2>();
        for (var i = 0; i < texts.Count; i++)
        {
            if (SigningKeyPem.TryReadCertificates(texts[i], out var certificates))
            {
                read.AddRange(certificates);
            }
            else
            {
                errors.Add($"{path}[{i}]: it is not a certificate in PEM.");
            }
        }

        return read;
    }

    private static bool IsWebUrl(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
        && url is { Query.Length: 0, Fragment.Length: 0, UserInfo.Length: 0 };
}
