using Eudiplo.Grains.RequestSigning;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Dcql;
using Eudiplo.Protocol.Jwe;
using Eudiplo.Protocol.PresentationRequests;
using Eudiplo.Protocol.Trust;

namespace Eudiplo.Grains.Steps;

/// <summary>A presentation configuration, checked and made ready: what is asked, and whom to believe. Immutable; keys are imported once.</summary>
public sealed class PresentationPolicy
{
    private PresentationPolicy(PresentationConfiguration configuration, DcqlQuery query, TrustMaterial trust, RequestSigner? signer)
    {
        Configuration = configuration;
        Query = query;
        Trust = trust;
        Signer = signer;
        Encryptions = Offered(configuration);
    }

    /// <summary>The configuration.</summary>
    public PresentationConfiguration Configuration { get; }

    /// <summary>The query.</summary>
    public DcqlQuery Query { get; }

    /// <summary>The query's text, as it is sent to wallets.</summary>
    public string DcqlText => Query.Json;

    /// <summary>Whose credentials are believed.</summary>
    public TrustMaterial Trust { get; }

    /// <summary>The configured signer of requests; null where they are unsigned, or signed with a key that Eudiplo makes.</summary>
    public RequestSigner? Signer { get; }

    /// <summary>The content encryptions that are offered with an encrypted response.</summary>
    public JweEncryptions Encryptions { get; }

    /// <summary>Makes a configuration ready.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="keys">The tenant's keys.</param>
    /// <param name="path">Its place in the tenant document, for errors.</param>
    /// <param name="errors">Takes what is wrong, each with its path.</param>
    /// <returns>Null when something is wrong.</returns>
    public static PresentationPolicy? Create(
        PresentationConfiguration configuration, IReadOnlyList<SigningKeyDocument> keys, string path, List<string> errors)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(errors);
        var before = errors.Count;
        if (!DcqlQuery.TryParse(configuration.DcqlQuery.GetRawText(), out var query, out var faults))
        {
            errors.AddRange(faults.Select(f => $"{path}.dcql_query{(f.Path.Length == 0 || f.Path[0] == '[' ? "" : ".")}{f}"));
        }

        var trust = PresentationTrust.Read(configuration, path, errors);
        var signer = ConfiguredSigner.Create(configuration.Request, keys, $"{path}.request", errors);
        return errors.Count == before ? new PresentationPolicy(configuration, query!, trust, signer) : null;
    }

    private static JweEncryptions Offered(PresentationConfiguration configuration) =>
        configuration.ResponseEncryptions.Aggregate(JweEncryptions.None, (all, one) => all | JweEncryptionNames.Parse(one));
}
