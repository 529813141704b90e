using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.Grains.Clients;

namespace Eudiplo.Gateway.Tests.Admin;

/// <summary>An operator with the admin key, or with another token.</summary>
internal sealed class AdminClient(GatewayHost host, string? token = AdminClient.Key)
{
    public const string Key = "the-admin-key-of-the-tests-0123456789-0123456789";

    public static string Setting { get; } = $"--Eudiplo:Admin:KeyHash={ClientSecretHash.Of(Key)}";

    public static Task<GatewayHost> StartAsync() => GatewayHost.StartAsync(null, Setting);

    public async Task<(int Status, JsonNode? Json, HttpResponseMessage Response)> SendAsync(
        HttpMethod method, string path, string? body = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        var response = await host.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.Length > 0 ? JsonNode.Parse(text) : null, response);
    }

    public Task<(int Status, JsonNode? Json, HttpResponseMessage Response)> PostAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);

    public Task<(int Status, JsonNode? Json, HttpResponseMessage Response)> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    /// <summary>A tenant made through the API: a client for itself, a resource server and a credential to offer.</summary>
    public static string Tenant(string id, string extra = "") =>
        $$"""
        {
          "tenantId": "{{id}}",
          "allowUnregisteredClients": true,
          "clients": [
            { "clientId": "service", "tokenEndpointAuthMethod": "client_secret_post", "secretHash": "{{ClientSecretHash.Of(Key)}}", "permissions": ["client-credentials", "introspect"], "scopes": ["read", "admin", "admin:personal-data"] }
          ],
          "credentialConfigurations": [
            { "credentialConfigId": "member", "vct": "https://credentials.example/member", "claims": [ { "path": ["level"], "from": ["data", "level"] } ] }
          ]{{extra}}
        }
        """;
}
