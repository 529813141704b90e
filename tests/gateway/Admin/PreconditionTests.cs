using Eudiplo.Gateway.Tests.Hosting;

namespace Eudiplo.Gateway.Tests.Admin;

/// <summary>RFC 9110, section 13.1: what a change may be made to.</summary>
public sealed class PreconditionTests
{
    private const string Acme = "/admin/tenants/acme";

    [Theory]
    [InlineData("If-Match", "W/{0}", 412)]
    [InlineData("If-Match", "\"another\"", 412)]
    [InlineData("If-Match", "\"another\", {0}", 204)]
    [InlineData("If-Match", "{0}", 204)]
    [InlineData("If-Match", "*", 204)]
    [InlineData("If-Match", "{1}", 400)]
    [InlineData("If-Match", "*, {0}", 400)]
    [InlineData("If-Match", "\"", 400)]
    [InlineData("If-None-Match", "*", 412)]
    [InlineData("If-None-Match", "{0}", 412)]
    [InlineData("If-None-Match", "{1}", 400)]
    public async Task A_document_is_replaced_only_where_the_preconditions_hold(string header, string value, int expected)
    {
        await using var host = await AdminClient.StartAsync();
        var version = await MakeAsync(host);

        Assert.Equal(expected, await SendAsync(host, HttpMethod.Put, header, Fill(value, version)));
        Assert.Equal(expected == 204, version != (await new AdminClient(host).GetAsync(Acme)).Response.Headers.ETag!.ToString());
    }

    [Theory]
    [InlineData("If-Match", "W/{0}", 412)]
    [InlineData("If-Match", "\"another\"", 412)]
    [InlineData("If-Match", "{1}", 400)]
    [InlineData("If-Match", "{0}", 200)]
    [InlineData("If-Match", "*", 200)]
    public async Task A_tenant_is_erased_only_where_the_preconditions_hold(string header, string value, int expected)
    {
        await using var host = await AdminClient.StartAsync();
        var version = await MakeAsync(host);

        Assert.Equal(expected, await SendAsync(host, HttpMethod.Delete, header, Fill(value, version)));
        Assert.Equal(expected == 200 ? 404 : 200, (await new AdminClient(host).GetAsync(Acme)).Status);
    }

    [Theory]
    [InlineData("If-Match", "*", 412)]
    [InlineData("If-Match", "\"any\"", 412)]
    [InlineData("If-None-Match", "*", 201)]
    public async Task A_tenant_that_is_not_there_is_made_only_where_the_preconditions_hold(string header, string value, int expected)
    {
        await using var host = await AdminClient.StartAsync();

        Assert.Equal(expected, await SendAsync(host, HttpMethod.Put, header, value));
        Assert.Equal(expected == 201 ? 200 : 404, (await new AdminClient(host).GetAsync(Acme)).Status);
    }

    [Fact]
    public async Task Of_two_that_make_a_tenant_at_once_only_if_it_is_new_one_does()
    {
        await using var host = await AdminClient.StartAsync();
        var tries = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => SendAsync(host, HttpMethod.Put, "If-None-Match", "*"))));

        Assert.Equal([201, 412, 412, 412, 412, 412, 412, 412], tries.Order());
    }

    [Fact]
    public async Task A_version_that_is_known_already_is_not_sent_again()
    {
        await using var host = await AdminClient.StartAsync();
        var version = await MakeAsync(host);

        Assert.Equal(304, await SendAsync(host, HttpMethod.Get, "If-None-Match", version));
        Assert.Equal(304, await SendAsync(host, HttpMethod.Get, "If-None-Match", $"W/{version}"));
        Assert.Equal(200, await SendAsync(host, HttpMethod.Get, "If-None-Match", "\"another\""));
    }

    private static string Fill(string value, string version) =>
        value.Replace("{0}", version, StringComparison.Ordinal).Replace("{1}", version.Trim('"'), StringComparison.Ordinal);

    private static async Task<string> MakeAsync(GatewayHost host) =>
        (await new AdminClient(host).SendAsync(HttpMethod.Put, Acme, AdminClient.Tenant("acme"))).Response.Headers.ETag!.ToString();

    private static async Task<int> SendAsync(GatewayHost host, HttpMethod method, string header, string value)
    {
        using var request = new HttpRequestMessage(method, Acme);
        request.Headers.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", AdminClient.Key);
        request.Headers.TryAddWithoutValidation(header, value);
        request.Content = method == HttpMethod.Put
            ? new StringContent(AdminClient.Tenant("acme", ",\"displayName\":\"Changed\""), System.Text.Encoding.UTF8, "application/json")
            : null;
        return (int)(await host.Http.SendAsync(request)).StatusCode;
    }
}
