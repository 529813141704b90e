using System.Text.Json;

namespace Eudiplo.Grains.Tenants;

/// <summary>A registered OAuth client: a wallet, or a backend of the tenant.</summary>
public sealed record ClientDocument
{
    /// <summary>The client identifier: 1 to 512 visible ASCII characters.</summary>
    public required string ClientId { get; init; }

    /// <summary>
    /// How the client authenticates: <c>none</c>, <c>client_secret_basic</c>, <c>client_secret_post</c>, <c>private_key_jwt</c>,
    /// <c>attest_jwt_client_auth</c> or <c>attest_jwt_client_auth_dpop</c>. Default <c>none</c>.
    /// </summary>
    public string TokenEndpointAuthMethod { get; init; } = "none";

    /// <summary>
    /// <c>sha256:</c> and the SHA-256 of the client's secret in base64url. Secrets are made by a machine, 32 random bytes or more, so that a
    /// fast hash is enough.
    /// </summary>
    public string? SecretHash { get; init; }

    /// <summary>The client's public keys (RFC 7517, section 5): for <c>private_key_jwt</c> and for signed request objects.</summary>
    public JsonElement? Jwks { get; init; }

    /// <summary>Whether the client's requests need DPoP proofs (RFC 9449, section 5.2), whatever the tenant asks of others. Default false.</summary>
    public bool DpopBoundAccessTokens { get; init; }

    /// <summary>The redirect URIs that the client may use, compared exactly.</summary>
    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    /// <summary>What the client may do: <c>authorize</c> (begin sessions, redeem codes), <c>complete-web-auth</c> (confirm web steps), <c>introspect</c> (ask what tokens are worth), <c>client-credentials</c> (get tokens for itself). Default <c>authorize</c>.</summary>
    public IReadOnlyList<string> Permissions { get; init; } = [ClientPermissions.Authorize];

    /// <summary>
    /// Requests per second of this client, if it authenticates: 1 to 10,000,000, in each process. Left out: what the server's configuration says.
    /// </summary>
    public int? RequestsPerSecond { get; init; }

    /// <summary>How many sessions of this client may be open at once: 1 to 1,000,000,000. Left out: what the tenant says.</summary>
    public int? OpenSessions { get; init; }

    /// <summary>The scopes that the client may get for itself by <c>client_credentials</c>. Default none.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];
}
