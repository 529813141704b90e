using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Eudiplo.WalletSimulator.Backend;
using Eudiplo.WalletSimulator.InteractiveAuthorization;

namespace Eudiplo.Cluster.Tests.Faults.Load;

/// <summary>Asks whether a token is active (RFC 7662), as a resource server does.</summary>
internal sealed class TokenLookup(HttpClient http, TenantEndpoints endpoints, BackendCredentials credentials)
{
    /// <summary>Asks once.</summary>
    public async Task<(HttpStatusCode Status, bool Active)> AskAsync(string token, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{endpoints.Issuer}/oid4vci/introspect")
        {
            Content = new FormUrlEncodedContent([new("token", token)]),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", credentials.BasicValue());
        using var response = await http.SendAsync(request, cancellation);
        var body = await response.Content.ReadAsByteArrayAsync(cancellation);
        return (response.StatusCode, response.StatusCode == HttpStatusCode.OK && JsonNode.Parse(body)!["active"]!.GetValue<bool>());
    }
}
