using Eudiplo.Protocol.OAuth;
using Eudiplo.Grains.Clients;
using System.Collections.Frozen;
using Eudiplo.Grains.Abstractions.Tenants;
using Eudiplo.Grains.Http;
using Eudiplo.Grains.Keys;
using Eudiplo.Grains.Steps;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Grains.Tenants;

/// <summary>A tenant's configuration, checked and made ready: what every rule works with. Immutable.</summary>
public sealed class TenantContext
{
    private readonly FrozenDictionary<string, ClientDocument> _clients;
    private readonly FrozenDictionary<string, JwkSet> _clientKeys;
    private readonly FrozenDictionary<string, CredentialConfiguration> _credentials;
    private readonly FrozenDictionary<string, CredentialConfiguration> _credentialsByScope;
    private readonly FrozenDictionary<string, PresentationPolicy> _presentations;

    private readonly FrozenDictionary<string, (JwkSet, IReadOnlyList<string>)> _assertionIssuers;

    private TenantContext(TenantDocument document, string version, IssuerUrls urls, ClientProofs proofs)
    {
        Document = document;
        Version = version;
        Urls = urls;
        Proofs = proofs;
        Attesters = document.ClientAttestation is { } attestation ? AttestationRules.Read(attestation, []) : null;
        Outbound = OutboundRules.Policy(document.Outbound);
        var overlap = TimeSpan.FromHours(document.Signing.OverlapHours);

        // A key is published for as long as anything that it signed may still be shown to somebody. Nodes that have not heard of its successor
        // sign with it for as long as they keep a list.
        var longest = TimeSpan.FromSeconds(document.CredentialConfigurations
            .Where(c => c.Claims.Count > 0).Select(c => c.LifetimeSeconds).Append(document.Tokens.AccessTokenLifetimeSeconds).Max()) + TenantKeyRing.MaxAge;
        KeyRotation = new KeyRotation(TimeSpan.FromDays(document.Signing.RotationDays), overlap, overlap > longest ? overlap : longest);
        _clients = document.Clients.ToFrozenDictionary(c => c.ClientId, StringComparer.Ordinal);
        _clientKeys = document.Clients.Where(c => c.Jwks is not null).ToFrozenDictionary(
            c => c.ClientId,
            c => JwkSet.TryParse(c.Jwks!.Value, out var keys) ? keys : throw new InvalidOperationException("The document was not checked."),
            StringComparer.Ordinal);
        _credentials = document.CredentialConfigurations.ToFrozenDictionary(c => c.CredentialConfigId, StringComparer.Ordinal);
        _credentialsByScope = document.CredentialConfigurations.ToFrozenDictionary(c => c.Scope ?? c.CredentialConfigId, StringComparer.Ordinal);
        _assertionIssuers = document.AssertionIssuers.ToFrozenDictionary(
            i => i.Issuer,
            i => (JwkSet.TryParse(i.Jwks, out var keys) ? keys : new JwkSet([]), i.Scopes),
            StringComparer.Ordinal);
        _presentations = document.PresentationConfigurations.ToFrozenDictionary(
            p => p.PresentationConfigId,
            p => PresentationPolicy.Create(p, document.Keys, "$", []) ?? throw new InvalidOperationException("The document was not checked."),
            StringComparer.Ordinal);
    }

    /// <summary>The tenant's id.</summary>
    public string TenantId => Document.TenantId;

    /// <summary>The document.</summary>
    public TenantDocument Document { get; }

    /// <summary>The document's version.</summary>
    public string Version { get; }

    /// <summary>Whether a client may come that neither is registered nor shows anything.</summary>
    internal bool TakesAnonymousClients => Document.AllowUnregisteredClients && Document.ClientAttestation?.Required != true;

    /// <summary>Who may attest clients; null where attestations are not looked at.</summary>
    internal AttesterTrust? Attesters { get; }

    /// <summary>What the checks of clients' proofs need.</summary>
    internal ClientProofs Proofs { get; }

    /// <summary>The tenant's URLs.</summary>
    public IssuerUrls Urls { get; }

    /// <summary>What the tenant's requests may reach. One object for as long as the configuration stays the same.</summary>
    public OutboundPolicy Outbound { get; }

    /// <summary>When the tenant's keys come and go.</summary>
    internal KeyRotation KeyRotation { get; }

    /// <summary>Makes a snapshot ready.</summary>
    /// <exception cref="InvalidOperationException">The snapshot's document is not a valid one; sources hand out checked documents only.</exception>
    public static TenantContext Create(TenantSnapshot snapshot, Uri publicUrl, ClientProofs? proofs = null)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var document = TenantDocumentReader.Read(snapshot.Document, out var errors)
            ?? throw new InvalidOperationException($"The document of tenant '{snapshot.TenantId}' is not valid: {string.Join(" ", errors)}");
        return new TenantContext(document, snapshot.Version, new IssuerUrls(publicUrl, document.TenantId), proofs ?? new ClientProofs(TimeProvider.System));
    }

    /// <summary>The keys of a registered client; null when it has none.</summary>
    public JwkSet? FindClientKeys(string clientId) => _clientKeys.GetValueOrDefault(clientId);

    /// <summary>A registered client; null when it is not registered.</summary>
    public ClientDocument? FindClient(string clientId) => _clients.GetValueOrDefault(clientId);

    /// <summary>A credential configuration by its id; null when there is none.</summary>
    public CredentialConfiguration? FindCredential(string id) => _credentials.GetValueOrDefault(id);

    /// <summary>A credential configuration by its scope; null when there is none.</summary>
    public CredentialConfiguration? FindCredentialByScope(string scope) => _credentialsByScope.GetValueOrDefault(scope);

    /// <summary>The keys of an issuer of assertions, and the scopes that it may give; null when it is not trusted.</summary>
    public (JwkSet Keys, IReadOnlyList<string> Scopes)? FindAssertionIssuer(string issuer) =>
        _assertionIssuers.TryGetValue(issuer, out var found) ? found : null;

    /// <summary>How a presentation is verified; null when there is no such configuration (any more).</summary>
    public PresentationPolicy? FindPresentation(string id) => _presentations.GetValueOrDefault(id);
}
