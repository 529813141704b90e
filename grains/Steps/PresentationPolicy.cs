using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Dcql;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Trust;

namespace Eudiplo.Grains.Steps;

/// <summary>A presentation configuration, checked and made ready: what is asked, and whom to believe. Immutable; keys are imported once.</summary>
public sealed class PresentationPolicy
{
    private PresentationPolicy(PresentationConfiguration configuration, DcqlQuery query, TrustMaterial trust)
    {
        Configuration = configuration;
        Query = query;
        Trust = trust;
    }

    /// <summary>The configuration.</summary>
    public PresentationConfiguration Configuration { get; }

    /// <summary>The query.</summary>
    public DcqlQuery Query { get; }

    /// <summary>The query's text, as it is sent to wallets.</summary>
    public string DcqlText => Query.Json;

    /// <summary>Whose credentials are believed.</summary>
    public TrustMaterial Trust { get; }

    /// <summary>Makes a configuration ready.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="path">Its place in the tenant document, for errors.</param>
    /// <param name="errors">Takes what is wrong, each with its path.</param>
    /// <returns>Null when something is wrong.</returns>
    public static PresentationPolicy? Create(PresentationConfiguration configuration, string path, List<string> errors)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(errors);
        var before = errors.Count;
        if (!DcqlQuery.TryParse(configuration.DcqlQuery.GetRawText(), out var query, out var faults))
        {
            errors.AddRange(faults.Select(f => $"{path}.dcql_query{(f.Path.Length == 0 || f.Path[0] == '[' ? "" : ".")}{f}"));
        }

        var trust = ReadTrust(configuration, path, errors);
        return errors.Count == before ? new PresentationPolicy(configuration, query!, trust) : null;
    }

    private static TrustMaterial ReadTrust(PresentationConfiguration configuration, string path, List<string> errors)
    {
        var issuers = new Dictionary<string, Protocol.Trust.TrustedIssuer>(StringComparer.Ordinal);
        var roots = new List<X509Certificate2>();
        if (configuration.TrustedIssuers.Count == 0)
        {
            errors.Add($"{path}.trustedIssuers: name at least one issuer; without one no presentation could ever be accepted.");
        }

        for (var i = 0; i < configuration.TrustedIssuers.Count; i++)
        {
            var (issuer, at) = (configuration.TrustedIssuers[i], $"{path}.trustedIssuers[{i}]");
            JwkSet? keys = null;
            if (issuer.Jwks is { } jwks && !JwkSet.TryParse(jwks, out keys))
            {
                errors.Add($"{at}.jwks: it is not a JSON Web Key Set of public keys.");
            }

            if ((issuer.Jwks is null && issuer.X5cRoots.Count == 0) || (issuer.Issuer is null && issuer.Jwks is not null))
            {
                errors.Add($"{at}: an issuer with its jwks, or x5cRoots, is needed.");
            }

            if (issuer.Issuer is not null && keys is not null && !issuers.TryAdd(issuer.Issuer, new Protocol.Trust.TrustedIssuer(issuer.Issuer) { Keys = keys }))
            {
                errors.Add($"{at}.issuer: it is named twice.");
            }

            for (var j = 0; j < issuer.X5cRoots.Count; j++)
            {
                try
                {
                    roots.Add(X509Certificate2.CreateFromPem(issuer.X5cRoots[j]));
                }
                catch (CryptographicException)
                {
                    errors.Add($"{at}.x5cRoots[{j}]: it is not a certificate in PEM.");
                }
            }
        }

        return new TrustMaterial
        {
            Issuers = issuers.ToFrozenDictionary(StringComparer.Ordinal),
            Anchors = roots.Count == 0 ? TrustAnchors.None : new TrustAnchors(roots),
        };
    }
}
