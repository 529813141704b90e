using System.Net;
using System.Text.Json.Nodes;
using Eudiplo.Gateway.Tests.Hosting;
using Microsoft.Extensions.Options;

namespace Eudiplo.Gateway.Tests.Limits;

/// <summary>Which web pages may read answers (Fetch standard, "CORS protocol").</summary>
public sealed class CrossOriginTests
{
    private const string App = "https://app.example";
    private const string Metadata = "/.well-known/oauth-authorization-server/demo";

    [Fact]
    public async Task A_tenants_own_list_decides_and_the_servers_where_it_has_none()
    {
        await using var host = await StartAsync("https://only.example");
        await using var closed = await GatewayHost.StartAsync();

        Assert.Equal("https://only.example", Allowed(await GetAsync(host, Metadata, "https://only.example")));
        Assert.Null(Allowed(await GetAsync(host, Metadata, App)));
        Assert.Equal(App, Allowed(await GetAsync(host, "/.well-known/oauth-authorization-server/second", App)));
        Assert.Null(Allowed(await GetAsync(host, "/.well-known/oauth-authorization-server/second", "https://only.example")));
        Assert.Null(Allowed(await GetAsync(closed, Metadata, App)));
    }

    [Theory]
    [InlineData("POST", "/demo/oid4vci/token")]
    [InlineData("POST", "/demo/oid4vci/authorize/interactive")]
    [InlineData("GET", "/demo/oid4vci/jwks")]
    [InlineData("GET", Metadata)]
    public async Task A_preflight_is_answered_for_every_endpoint_and_to_the_tenants_origins_only(string method, string path)
    {
        await using var host = await StartAsync(App);

        using var allowed = await PreflightAsync(host, path, App, method);
        using var refused = await PreflightAsync(host, path, "https://evil.example", method);

        Assert.Equal(HttpStatusCode.NoContent, allowed.StatusCode);
        Assert.Equal(App, Allowed(allowed));
        Assert.Contains("DPoP", string.Join(",", allowed.Headers.GetValues("Access-Control-Allow-Headers")), StringComparison.OrdinalIgnoreCase);
        Assert.Null(Allowed(refused));
    }

    [Theory]
    [InlineData("POST", "/demo/oid4vci/token", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("GET", "/demo/oid4vci/token", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/demo/oid4vci/nothing", HttpStatusCode.NotFound)]
    [InlineData("GET", "/demo/oid4vci/authorize", HttpStatusCode.BadRequest)]
    public async Task Errors_can_be_read_as_well(string method, string path, HttpStatusCode status)
    {
        await using var host = await StartAsync(App);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("Origin", App);

        using var response = await host.Http.SendAsync(request);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(App, Allowed(response));
    }

    [Fact]
    public async Task A_refusal_for_too_many_requests_can_be_read_as_well()
    {
        await using var host = await GatewayHost.StartWithAsync(
            tenant => tenant["crossOrigin"] = new JsonObject { ["origins"] = new JsonArray(App) }, LimitTests.Still, "--Eudiplo:RateLimits:PerAddress=1");

        using var first = await GetAsync(host, Metadata, App);
        using var second = await GetAsync(host, Metadata, App);

        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
        Assert.Equal(App, Allowed(second));
        Assert.Contains("Retry-After", string.Join(",", second.Headers.GetValues("Access-Control-Expose-Headers")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(App)]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData(null)]
    public async Task Every_answer_varies_by_origin_and_none_allows_credentials_or_everybody(string? origin)
    {
        await using var host = await StartAsync(App);
        foreach (var path in new[] { Metadata, "/demo/oid4vci/jwks", "/demo/oid4vci/authorize", "/.well-known/openid-credential-issuer/nobody" })
        {
            using var response = await GetAsync(host, path, origin);

            Assert.Contains("Origin", response.Headers.Vary);
            Assert.False(response.Headers.Contains("Access-Control-Allow-Credentials"));
            Assert.Equal(origin == App ? App : null, Allowed(response));
        }
    }

    [Theory]
    [InlineData("*")]
    [InlineData("https://app.example/")]
    [InlineData("https://APP.example")]
    [InlineData("http://app.example")]
    [InlineData("app.example")]
    [InlineData("null")]
    [InlineData("https://user@app.example")]
    [InlineData("")]
    public async Task What_is_no_origin_stops_the_start(string origin)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => GatewayHost.StartAsync(null, $"--Eudiplo:Cors:Origins:0={origin}"));

        Assert.Contains("https://app.example", error.Message, StringComparison.Ordinal);
    }

    private static Task<GatewayHost> StartAsync(string origin) => GatewayHost.StartWithAsync(
        tenant => tenant["crossOrigin"] = new JsonObject { ["origins"] = new JsonArray(origin) }, null, $"--Eudiplo:Cors:Origins:0={App}");

    private static async Task<HttpResponseMessage> GetAsync(GatewayHost host, string path, string? origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        return await host.Http.SendAsync(request);
    }

    private static async Task<HttpResponseMessage> PreflightAsync(GatewayHost host, string path, string origin, string method)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, path);
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", method);
        request.Headers.Add("Access-Control-Request-Headers", "dpop,content-type");
        return await host.Http.SendAsync(request);
    }

    private static string? Allowed(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null;
}
