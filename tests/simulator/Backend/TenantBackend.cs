using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Eudiplo.WalletSimulator.InteractiveAuthorization;
using Eudiplo.WalletSimulator.Jose;

namespace Eudiplo.WalletSimulator.Backend;

/// <summary>The tenant's own backend: it knows the session id from the URL of the web step and confirms the step.</summary>
/// <param name="http">How requests travel.</param>
/// <param name="endpoints">Where the server is.</param>
/// <param name="credentials">How the backend authenticates.</param>
public sealed class TenantBackend(HttpClient http, TenantEndpoints endpoints, BackendCredentials credentials)
{
    /// <summary>Confirms the web step of a session.</summary>
    /// <param name="sessionId">The session id as the placeholder showed it.</param>
    /// <param name="result">Result data for the session; null: none.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public async Task<BackendReply> CompleteWebStepAsync(
        string sessionId, JsonObject? result = null, CancellationToken cancellation = default)
    {
        var address = $"{endpoints.InteractiveAuthorization}/complete-web-auth/{Uri.EscapeDataString(sessionId)}";
        var body = result is null ? new JsonObject() : new JsonObject { ["data"] = result.DeepClone() };
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new StringContent(body.ToJsonString(JsonText.Plain), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", credentials.BasicValue());
        using var response = await http.SendAsync(request, cancellation);
        return new BackendReply(response.StatusCode, await ReplyBody.ReadAsync(response, cancellation));
    }
}
