using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Eudiplo.Cluster.Tests.Hosting;
using Eudiplo.WalletSimulator.Backend;
using Eudiplo.WalletSimulator.InteractiveAuthorization;

namespace Eudiplo.Cluster.Tests.Faults.Load;

/// <summary>What a tenant's own side asks: its resource server, its operator; and a wallet's revocation. Each call asks once.</summary>
internal sealed class TenantCalls(HttpClient http, TenantEndpoints endpoints, BackendCredentials backend, string tenant)
{
    /// <summary>The grant type of an offer's code.</summary>
    public const string PreAuthorized = "urn:ietf:params:oauth:grant-type:pre-authorized_code";

    /// <summary>Whether a token is active (RFC 7662).</summary>
    public async Task<(HttpStatusCode Status, bool Active)> IntrospectAsync(string token, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{endpoints.Issuer}/oid4vci/introspect")
        {
            Content = new FormUrlEncodedContent([new("token", token)]),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", backend.BasicValue());
        using var response = await http.SendAsync(request, cancellation);
        var body = await response.Content.ReadAsByteArrayAsync(cancellation);
        return (response.StatusCode, response.StatusCode == HttpStatusCode.OK && JsonNode.Parse(body)!["active"]!.GetValue<bool>());
    }

    /// <summary>Revokes an access token, or with a refresh token the whole grant (RFC 7009).</summary>
    public async Task<HttpStatusCode> RevokeAsync(string token, CancellationToken cancellation)
    {
        using var content = new FormUrlEncodedContent([new("token", token), new("client_id", "wallet")]);
        using var response = await http.PostAsync($"{endpoints.Issuer}/oid4vci/revoke", content, cancellation);
        return response.StatusCode;
    }

    /// <summary>Makes an offer for a user.</summary>
    /// <returns>The status and the pre-authorized code.</returns>
    public async Task<(HttpStatusCode Status, string? Code)> OfferAsync(string user, CancellationToken cancellation)
    {
        var (status, json) = await AdministerAsync(
            "offers", new JsonObject { ["credentialConfigurationIds"] = new JsonArray("plain-credential"), ["user"] = user }, cancellation);
        return (status, json?["credentialOffer"]?["grants"]?[PreAuthorized]?["pre-authorized_code"]?.GetValue<string>());
    }

    /// <summary>Revokes every grant of a user.</summary>
    public async Task<HttpStatusCode> RevokeUserAsync(string user, CancellationToken cancellation) =>
        (await AdministerAsync("revocations", new JsonObject { ["user"] = user }, cancellation)).Status;

    private async Task<(HttpStatusCode Status, JsonNode? Json)> AdministerAsync(string what, JsonObject body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Fleet.PublicUrl.GetLeftPart(UriPartial.Authority)}/admin/tenants/{tenant}/{what}")
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Fleet.AdminKey);
        using var response = await http.SendAsync(request, cancellation);
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellation);
        return (response.StatusCode, response.IsSuccessStatusCode ? JsonNode.Parse(bytes) : null);
    }
}
