using System.Text.Json.Serialization;

namespace Eudiplo.Grains.Tenants;

/// <summary>The configuration of one tenant, as its file or the admin API gives it.</summary>
public sealed record TenantDocument
{
    /// <summary>A JSON schema reference for editors; not read.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    /// <summary>The tenant's id: 1 to 64 of <c>a-z 0-9 - _ .</c>, beginning with a letter or digit.</summary>
    public required string TenantId { get; init; }

    /// <summary>The name that people see.</summary>
    public string? DisplayName { get; init; }

    /// <summary>A tenant to try Eudiplo with: the files that its <c>…File</c> members name are made on first start.</summary>
    public bool Demo { get; init; }

    /// <summary>
    /// Whether public clients may come without being registered. Their redirect URIs must be https or loopback. Off by default: then
    /// only <see cref="Clients"/> are served.
    /// </summary>
    public bool AllowUnregisteredClients { get; init; }

    /// <summary>How long sessions live, and what is left of them.</summary>
    public SessionSettings Sessions { get; init; } = new();

    /// <summary>Which wire forms of interactive authorization are spoken, and how.</summary>
    public InteractiveAuthorizationSettings InteractiveAuthorization { get; init; } = new();

    /// <summary>Whose word is taken for clients that are not registered. Left out: attestations are not looked at.</summary>
    public ClientAttestationSettings? ClientAttestation { get; init; }

    /// <summary>
    /// Whether wallets that know no interactive authorization may begin the code flow by a pushed request (RFC 9126). Default true.
    /// </summary>
    public bool PushedAuthorizationRequests { get; init; } = true;

    /// <summary>Which web pages may read the tenant's answers by script. Left out: those that the server's configuration names.</summary>
    public CrossOriginSettings? CrossOrigin { get; init; }

    /// <summary>How DPoP is used.</summary>
    public DpopSettings Dpop { get; init; } = new();

    /// <summary>How long codes and tokens live.</summary>
    public TokenSettings Tokens { get; init; } = new();

    /// <summary>How the keys that tokens and credentials are signed with come and go.</summary>
    public SigningSettings Signing { get; init; } = new();

    /// <summary>How credentials are issued.</summary>
    public IssuanceSettings Issuance { get; init; } = new();

    /// <summary>The service that is asked before grants are revoked. None: nobody is asked.</summary>
    public RevocationWebhook? RevocationWebhook { get; init; }

    /// <summary>The registered clients: wallets, and the tenant's own backends.</summary>
    public IReadOnlyList<ClientDocument> Clients { get; init; } = [];

    /// <summary>Who may issue assertions for the grant type <c>urn:ietf:params:oauth:grant-type:jwt-bearer</c>. Default nobody.</summary>
    public IReadOnlyList<AssertionIssuer> AssertionIssuers { get; init; } = [];

    /// <summary>The credentials that can be asked for, each with the steps that come first.</summary>
    public IReadOnlyList<CredentialConfiguration> CredentialConfigurations { get; init; } = [];

    /// <summary>The presentations that steps can ask for.</summary>
    public IReadOnlyList<PresentationConfiguration> PresentationConfigurations { get; init; } = [];

    /// <summary>The tenant's own signing keys.</summary>
    public IReadOnlyList<SigningKeyDocument> Keys { get; init; } = [];

    /// <summary>The webhook of presentations that name none of their own.</summary>
    public ClaimsWebhook? Webhook { get; init; }

    /// <summary>What the tenant's webhooks, and the documents that credentials point to, may reach beside the public internet.</summary>
    public OutboundSettings Outbound { get; init; } = new();

    /// <summary>What to do for a credential without <c>iaeActions</c>.</summary>
    public FallbackSettings? Fallback { get; init; }
}
