using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Eudiplo.Gateway.Tests.Admin;
using Eudiplo.Gateway.Tests.Hosting;

namespace Eudiplo.Gateway.Tests.Grants;

/// <summary>The token, introspection and revocation endpoints as RFC 6749 (sections 2.3, 3.2, 5), RFC 7009 and RFC 7662 have them on the wire.</summary>
public sealed class TokenRequestTests
{
    private const string Form = "application/x-www-form-urlencoded";
    private const string Refresh = "grant_type=refresh_token&client_id=wallet&refresh_token=";

    private static readonly (string Endpoint, string ContentType, string Body, string? Basic, int Status, string Error)[] Wrong =
    [
        ("token", Form, "client_id=wallet", null, 400, "invalid_request"),
        ("token", Form, "grant_type=&client_id=wallet", null, 400, "invalid_request"),
        ("token", Form, "grant_type=password&client_id=wallet&username=u&password=p", null, 400, "unsupported_grant_type"),
        ("token", Form, "grant_type=implicit&client_id=wallet", null, 400, "unsupported_grant_type"),
        ("token", Form, "grant_type=authorization_code&client_id=wallet", null, 400, "invalid_request"),
        ("token", Form, "grant_type=authorization_code&client_id=wallet&code=made-up", null, 400, "invalid_grant"),
        ("token", Form, "grant_type=refresh_token&client_id=wallet", null, 400, "invalid_request"),
        ("token", Form, Refresh + "made-up", null, 400, "invalid_grant"),
        ("token", Form, Refresh + "a&refresh_token=b", null, 400, "invalid_request"),
        ("token", Form, "grant_type=refresh_token&grant_type=refresh_token&client_id=wallet", null, 400, "invalid_request"),
        ("token", Form, "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Apre-authorized_code", null, 400, "invalid_request"),
        ("token", Form, "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=a.b.c", null, 400, "invalid_grant"),
        ("token", Form, "grant_type=client_credentials&client_id=wallet", null, 400, "unauthorized_client"),
        ("token", Form, "grant_type=client_credentials", "service:wrong", 401, "invalid_client"),
        ("token", Form, "grant_type=client_credentials&client_id=service&client_secret=wrong", null, 401, "invalid_client"),
        ("token", Form, "grant_type=client_credentials&client_secret=twice", "service:wrong", 400, "invalid_request"),
        ("token", Form, "grant_type=client_credentials&client_id=another", "service:wrong", 400, "invalid_request"),
        ("token", Form, "grant_type=client_credentials&scope=everything", "service:" + AdminClient.Key, 400, "invalid_scope"),
        ("token", "application/json", """{"grant_type":"client_credentials"}""", "service:" + AdminClient.Key, 415, "invalid_request"),
        ("token", "text/plain", "grant_type=client_credentials", "service:" + AdminClient.Key, 415, "invalid_request"),
        ("introspect", Form, "token=made-up", null, 401, "invalid_client"),
        ("introspect", Form, "token=made-up&client_id=wallet", null, 401, "invalid_client"),
        ("introspect", Form, "token=made-up", "service:wrong", 401, "invalid_client"),
        ("introspect", Form, "token=made-up", "backend:" + AdminClient.Key, 403, "unauthorized_client"),
        ("introspect", Form, "", "service:" + AdminClient.Key, 400, "invalid_request"),
        ("introspect", Form, "token=a&token=b", "service:" + AdminClient.Key, 400, "invalid_request"),
        ("introspect", "application/json", """{"token":"a"}""", "service:" + AdminClient.Key, 415, "invalid_request"),
        ("revoke", Form, "token=made-up", null, 400, "invalid_request"),
        ("revoke", Form, "token=made-up", "service:wrong", 401, "invalid_client"),
        ("revoke", Form, "client_id=wallet", null, 400, "invalid_request"),
        ("revoke", Form, "token=a&token=b&client_id=wallet", null, 400, "invalid_request"),
        ("revoke", "application/json", """{"token":"a"}""", null, 415, "invalid_request"),
    ];

    [Fact]
    public async Task A_wrong_request_gets_the_error_and_the_status_of_its_specification()
    {
        await using var host = await StartAsync();
        foreach (var (endpoint, contentType, body, basic, status, error) in Wrong)
        {
            var (response, json) = await PostAsync(host, endpoint, body, basic, contentType);

            Assert.Equal((endpoint, body, status, error), (endpoint, body, (int)response.StatusCode, (string?)json!["error"]));
            Assert.False(string.IsNullOrEmpty((string?)json["error_description"]));
            Assert.Equal(status == 401, response.Headers.WwwAuthenticate.Any(challenge => challenge.Scheme == "Basic"));
            AssertNotKept(response);
        }
    }

    [Theory]
    [InlineData("token")]
    [InlineData("introspect")]
    [InlineData("revoke")]
    public async Task Nothing_is_taken_from_a_URL_and_only_POST_is_served(string endpoint)
    {
        await using var host = await StartAsync();

        using var get = await host.Http.GetAsync($"/acme/oid4vci/{endpoint}?grant_type=client_credentials&token=x");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, get.StatusCode);
        var (response, json) = await PostAsync(host, $"{endpoint}?grant_type=client_credentials&scope=read&token=x", "", "service:" + AdminClient.Key);
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), (response.StatusCode, (string?)json!["error"]));
    }

    [Fact]
    public async Task What_is_right_is_answered_for_nobody_to_keep()
    {
        await using var host = await StartAsync();

        var (tokens, json) = await PostAsync(host, "token", "grant_type=client_credentials&scope=read", "service:" + AdminClient.Key);
        Assert.Equal((HttpStatusCode.OK, "application/json"), (tokens.StatusCode, tokens.Content.Headers.ContentType?.MediaType));
        AssertNotKept(tokens);
        var token = (string)json!["access_token"]!;
        foreach (var (accept, type) in new[] { ("*/*", "application/json"), ("application/token-introspection+jwt", "application/token-introspection+jwt") })
        {
            var (told, _) = await PostAsync(host, "introspect", $"token={token}", "service:" + AdminClient.Key, accept: accept);
            Assert.Equal((HttpStatusCode.OK, type), (told.StatusCode, told.Content.Headers.ContentType?.MediaType));
            AssertNotKept(told);
        }

        // Unknown tokens and ended ones are told alike, and a revocation is repeated without harm.
        for (var i = 0; i < 2; i++)
        {
            var (revoked, nothing) = await PostAsync(host, "revoke", $"token={token}&token_type_hint=refresh_token", "service:" + AdminClient.Key);
            Assert.Equal((HttpStatusCode.OK, null), (revoked.StatusCode, nothing));
            AssertNotKept(revoked);
        }

        var ended = (await PostAsync(host, "introspect", $"token={token}", "service:" + AdminClient.Key)).Json!.ToJsonString();
        Assert.Equal("""{"active":false}""", ended);
        Assert.Equal(ended, (await PostAsync(host, "introspect", "token=made-up", "service:" + AdminClient.Key)).Json!.ToJsonString());
    }

    private static async Task<GatewayHost> StartAsync()
    {
        var host = await AdminClient.StartAsync();
        var tenant = JsonNode.Parse(AdminClient.Tenant("acme"))!;
        tenant["clients"]!.AsArray().Add(new JsonObject
        {
            ["clientId"] = "backend",
            ["tokenEndpointAuthMethod"] = "client_secret_basic",
            ["secretHash"] = tenant["clients"]![0]!["secretHash"]!.DeepClone(),
        });
        Assert.Equal(201, (await new AdminClient(host).SendAsync(HttpMethod.Put, "/admin/tenants/acme", tenant.ToJsonString())).Status);
        return host;
    }

    private static async Task<(HttpResponseMessage Response, JsonNode? Json)> PostAsync(
        GatewayHost host, string endpoint, string body, string? basic = null, string contentType = Form, string accept = "*/*")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/acme/oid4vci/{endpoint}") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        request.Headers.Accept.ParseAdd(accept);
        if (basic is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(basic)));
        }

        var response = await host.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response, text.StartsWith('{') ? JsonNode.Parse(text) : null);
    }

    private static void AssertNotKept(HttpResponseMessage response)
    {
        Assert.True(response.Headers.CacheControl?.NoStore, "The answer may not be kept.");
        Assert.Contains(response.Headers.Pragma, p => p.Name == "no-cache");
    }
}
