using System.Text.Json.Nodes;
using Eudiplo.Gateway.Tests.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Eudiplo.Gateway.Tests.Admin;

/// <summary>The OpenAPI document of the admin API.</summary>
public sealed class OpenApiTests
{
    private static readonly string[] Methods = ["get", "put", "post", "delete"];

    [Fact]
    public async Task Every_admin_call_is_described_and_nothing_else_is()
    {
        await using var host = await AdminClient.StartAsync();
        var described = Operations(await DocumentAsync(host)).Select(o => $"{o.Method} {o.Path}").Order(StringComparer.Ordinal);
        var mapped = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.TrimStart('/').StartsWith("admin/", StringComparison.Ordinal))
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(m => $"{m.ToLowerInvariant()} /{e.RoutePattern.RawText!.TrimStart('/')}"));

        Assert.Equal(mapped.Order(StringComparer.Ordinal), described);
        Assert.NotEmpty(described);
    }

    [Fact]
    public async Task Every_body_parameter_and_refusal_has_a_description_and_an_example()
    {
        await using var host = await AdminClient.StartAsync();
        foreach (var (method, path, operation) in Operations(await DocumentAsync(host)))
        {
            var name = $"{method} {path}";
            Assert.False(string.IsNullOrEmpty((string?)operation["summary"]), name);
            Assert.NotNull(operation["operationId"]);
            foreach (var parameter in operation["parameters"]!.AsArray())
            {
                Assert.True(parameter!["description"] is not null && parameter["example"] is not null && parameter["schema"]!["type"] is not null, $"{name} {parameter["name"]}");
            }

            var responses = operation["responses"]!.AsObject();
            Assert.Contains(responses, r => r.Key[0] == '2');
            Assert.All(new[] { "400", "401", "403", "404", "503" }, s => Assert.True(responses.ContainsKey(s), $"{name} {s}"));
            foreach (var content in responses.Select(r => r.Value!["content"]).Append(operation["requestBody"]?["content"]).OfType<JsonNode>())
            {
                Assert.NotNull(content["application/json"]!["example"]);
                Assert.NotNull(content["application/json"]!["schema"]!["type"]);
            }
        }
    }

    [Fact]
    public async Task The_examples_of_requests_are_taken()
    {
        await using var host = await AdminClient.StartAsync();
        var admin = new AdminClient(host);
        var operations = Operations(await DocumentAsync(host)).ToDictionary(o => (string)o.Operation["operationId"]!, o => o.Operation);

        Assert.Equal(201, (await admin.SendAsync(HttpMethod.Put, "/admin/tenants/acme", Example(operations["putTenant"]))).Status);
        Assert.Equal(200, (await admin.PostAsync("/admin/tenants/acme/grants", Example(operations["searchGrants"]))).Status);
        Assert.Equal(200, (await admin.PostAsync("/admin/tenants/acme/revocations", Example(operations["revoke"]))).Status);
        Assert.Equal(201, (await admin.PostAsync("/admin/tenants/acme/offers", Example(operations["makeOffer"]))).Status);
        Assert.Equal(200, (await admin.GetAsync($"/admin/tenants/acme/sessions?{string.Join('&', operations["listSessions"]["parameters"]!.AsArray()
            .Where(p => (string?)p!["in"] == "query" && (string?)p["name"] != "cursor").Select(p => $"{p!["name"]}={p["example"]}"))}")).Status);
    }

    [Fact]
    public async Task The_server_is_the_configured_one_whatever_the_Host_header_says()
    {
        await using var host = await AdminClient.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json");
        request.Headers.Host = "attacker.example";
        var document = JsonNode.Parse(await (await host.Http.SendAsync(request)).Content.ReadAsStringAsync())!;

        Assert.Equal("https://issuer.example", (string?)Assert.Single(document["servers"]!.AsArray())!["url"]);
        Assert.DoesNotContain("attacker", document.ToJsonString(), StringComparison.Ordinal);
    }

    private static string Example(JsonNode operation) => operation["requestBody"]!["content"]!["application/json"]!["example"]!.ToJsonString();

    private static async Task<JsonNode> DocumentAsync(GatewayHost host) => JsonNode.Parse(await host.Http.GetStringAsync("/openapi/v1.json"))!;

    private static IEnumerable<(string Method, string Path, JsonNode Operation)> Operations(JsonNode document) => document["paths"]!.AsObject()
        .SelectMany(p => p.Value!.AsObject().Where(o => Methods.Contains(o.Key)).Select(o => (o.Key, p.Key, o.Value!)));
}
