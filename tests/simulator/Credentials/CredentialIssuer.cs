using System.Text.Json.Nodes;
using Eudiplo.WalletSimulator.InteractiveAuthorization;

namespace Eudiplo.WalletSimulator.Credentials;

/// <summary>Where a tenant's credential issuer is.</summary>
/// <param name="Issuer">The credential issuer identifier.</param>
/// <param name="Nonce">The nonce endpoint.</param>
/// <param name="Credential">The credential endpoint.</param>
/// <param name="Notification">The notification endpoint; null when there is none.</param>
/// <param name="Metadata">The metadata as received.</param>
public sealed record CredentialIssuer(string Issuer, Uri Nonce, Uri Credential, Uri? Notification, JsonObject Metadata)
{
    /// <summary>Asks the server for its metadata (OID4VCI, "Credential Issuer Metadata").</summary>
    /// <exception cref="HttpRequestException">The server did not answer with 200.</exception>
    /// <exception cref="FormatException">The metadata lacks an endpoint.</exception>
    public static async Task<CredentialIssuer> DiscoverAsync(HttpClient http, Uri baseUrl, string tenant, CancellationToken cancellation = default)
    {
        var address = new Uri(baseUrl, $"/.well-known/openid-credential-issuer{baseUrl.AbsolutePath.TrimEnd('/')}/{tenant}");
        var json = await GetAsync(http, address, cancellation);
        return new CredentialIssuer(
            ReplyMember.Text(json, "credential_issuer") ?? throw Missing("credential_issuer"),
            Member("nonce_endpoint") ?? throw Missing("nonce_endpoint"),
            Member("credential_endpoint") ?? throw Missing("credential_endpoint"),
            Member("notification_endpoint"),
            json);

        Uri? Member(string name) => ReplyMember.Text(json, name) is { } text && Uri.TryCreate(text, UriKind.Absolute, out var uri) ? uri : null;
        FormatException Missing(string name) => new($"The metadata at {address} has no '{name}'.");
    }

    /// <summary>Whether the issuer makes a credential itself: then it says which key proofs it wants.</summary>
    public bool Issues(string configurationId) =>
        Metadata["credential_configurations_supported"]?[configurationId]?["proof_types_supported"]?["jwt"] is not null;

    /// <summary>The `vct` that a configuration's credentials have.</summary>
    public string? TypeOf(string configurationId) => (string?)Metadata["credential_configurations_supported"]?[configurationId]?["vct"];

    /// <summary>The keys that credentials are signed with (SD-JWT VC, "JWT VC Issuer Metadata").</summary>
    /// <exception cref="HttpRequestException">The server did not answer with 200.</exception>
    /// <exception cref="FormatException">The metadata is of another issuer, or names no keys.</exception>
    public async Task<JsonObject> ReadKeysAsync(HttpClient http, CancellationToken cancellation = default)
    {
        var issuer = new Uri(Issuer);
        var address = new Uri(issuer, $"/.well-known/jwt-vc-issuer{issuer.AbsolutePath.TrimEnd('/')}");
        var json = await GetAsync(http, address, cancellation);
        return ReplyMember.Text(json, "issuer") != Issuer
            ? throw new FormatException($"The metadata at {address} is not that of {Issuer}.")
            : json["jwks"] as JsonObject
                ?? await GetAsync(http, new Uri(ReplyMember.Text(json, "jwks_uri") ?? throw new FormatException($"The metadata at {address} names no keys.")), cancellation);
    }

    private static async Task<JsonObject> GetAsync(HttpClient http, Uri address, CancellationToken cancellation)
    {
        using var response = await http.GetAsync(address, cancellation);
        return !response.IsSuccessStatusCode
            ? throw new HttpRequestException($"{address} answered {(int)response.StatusCode}.", null, response.StatusCode)
            : await ReplyBody.ReadAsync(response, cancellation) ?? throw new FormatException($"{address} answered with no JSON object.");
    }
}
