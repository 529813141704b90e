using System.Net;
using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.WalletSimulator.OAuth;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Eudiplo.Gateway.Tests.Limits;

/// <summary>What keeps one sender from taking the server, and strangers from reading its answers.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task Requests_beyond_the_limit_of_a_second_get_429_and_are_told_when_to_come_again()
    {
        await using var host = await GatewayHost.StartAsync(Still, "--Eudiplo:RateLimits:PerAddress=3");
        for (var i = 0; i < 3; i++)
        {
            Assert.NotNull((await host.Wallet().StartAsync("web-credential", Pkce.Generate())).AuthSession);
        }

        using var refused = await host.Http.PostAsync("/demo/oid4vci/authorize/interactive", new FormUrlEncodedContent([]));
        using var elsewhere = await host.Http.PostAsync("/second/oid4vci/authorize/interactive", new FormUrlEncodedContent([]));

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("1", refused.Headers.RetryAfter!.ToString());
        Assert.Contains("temporarily_unavailable", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, elsewhere.StatusCode);
    }

    [Fact]
    public async Task However_many_tenants_an_address_names_there_is_an_end_to_what_it_gets()
    {
        await using var host = await GatewayHost.StartAsync(Still, "--Eudiplo:RateLimits:PerAddress=2");
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 10; i++)
        {
            using var response = await host.Http.GetAsync($"/.well-known/oauth-authorization-server/nobody{i}");
            answers.Add(response.StatusCode);
        }

        Assert.Equal([.. Enumerable.Repeat(HttpStatusCode.NotFound, 8), HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests], answers);
    }

    [Fact]
    public async Task Forwarded_addresses_are_followed_through_as_many_proxies_as_are_named_and_no_further()
    {
        await using var host = await GatewayHost.StartAsync(
            builder =>
            {
                Still(builder);
                builder.Services.AddSingleton<IStartupFilter>(new Peer(IPAddress.Parse("10.0.0.7")));
            },
            "--Eudiplo:ForwardedHeaders:Networks:0=10.0.0.0/24",
            "--Eudiplo:RateLimits:PerAddress=1");

        // What the sender writes itself stands before the address that the first of the proxies saw.
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync("198.51.100.1, 10.0.0.8"));
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync("203.0.113.9, 10.0.0.8"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await AskAsync("192.0.2.1, 203.0.113.9, 10.0.0.8"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await AskAsync("10.0.0.9, 203.0.113.9, 10.0.0.8"));

        async Task<HttpStatusCode> AskAsync(string forwardedFor)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/.well-known/oauth-authorization-server/nobody");
            request.Headers.Add("X-Forwarded-For", forwardedFor);
            using var response = await host.Http.SendAsync(request);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task A_server_that_is_reached_over_tls_says_that_it_is_to_be_reached_in_no_other_way()
    {
        await using var host = await GatewayHost.StartAsync();
        await using var plain = await GatewayHost.StartAsync(null, "--Eudiplo:PublicUrl=http://127.0.0.1:8080");

        foreach (var path in new[] { "/demo/oid4vci/jwks", "/demo/oid4vci/authorize", "/nothing/here" })
        {
            using var secure = await host.Http.GetAsync(path);
            using var open = await plain.Http.GetAsync(path);

            Assert.Equal("max-age=31536000", Assert.Single(secure.Headers.GetValues("Strict-Transport-Security")));
            Assert.False(open.Headers.Contains("Strict-Transport-Security"));
        }
    }

    [Theory]
    [InlineData("/demo/oid4vci/token")]
    [InlineData("/demo/oid4vci/authorize")]
    [InlineData("/.well-known/oauth-authorization-server/demo")]
    [InlineData("/health/live")]
    [InlineData("/nothing/here")]
    public async Task Every_answer_has_the_security_headers(string path)
    {
        await using var host = await GatewayHost.StartAsync();

        using var response = await host.Http.GetAsync(path);

        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.Contains("default-src 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("10.0.0.7", true)]
    [InlineData("10.0.0.8", false)]
    public async Task Forwarded_addresses_are_believed_from_named_proxies_only(string peer, bool isBelieved)
    {
        await using var host = await GatewayHost.StartAsync(
            builder =>
            {
                Still(builder);
                builder.Services.AddSingleton<IStartupFilter>(new Peer(IPAddress.Parse(peer)));
            },
            "--Eudiplo:ForwardedHeaders:Proxies:0=10.0.0.7",
            "--Eudiplo:RateLimits:PerAddress=1");
        var answers = new List<HttpStatusCode>();
        foreach (var address in new[] { "198.51.100.1", "203.0.113.9" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/demo/oid4vci/token") { Content = new FormUrlEncodedContent([]) };
            request.Headers.Add("X-Forwarded-For", address);
            using var response = await host.Http.SendAsync(request);
            answers.Add(response.StatusCode);
        }

        // Two senders have a budget each, where the proxy is believed; and share that of the peer, where it is not.
        Assert.Equal([HttpStatusCode.BadRequest, isBelieved ? HttpStatusCode.BadRequest : HttpStatusCode.TooManyRequests], answers);
    }

    [Fact]
    public async Task No_header_says_under_which_name_the_server_is_reached_not_even_a_named_proxys()
    {
        await using var host = await GatewayHost.StartAsync(
            builder => builder.Services.AddSingleton<IStartupFilter>(new Peer(IPAddress.Parse("10.0.0.7"))), "--Eudiplo:ForwardedHeaders:Proxies:0=10.0.0.7");
        foreach (var path in new[]
        {
            "/.well-known/oauth-authorization-server/demo", "/.well-known/openid-credential-issuer/demo", "/.well-known/jwt-vc-issuer/demo",
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = "evil.example";
            request.Headers.Add("X-Forwarded-Host", "evil.example");
            request.Headers.Add("X-Forwarded-Proto", "http");
            request.Headers.Add("X-Forwarded-Prefix", "/evil");
            request.Headers.Add("Forwarded", "host=evil.example");
            using var response = await host.Http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Contains("https://issuer.example/demo", text, StringComparison.Ordinal);
            Assert.DoesNotContain("evil", text, StringComparison.Ordinal);
            Assert.DoesNotContain("http://", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Headers_over_the_limit_are_too_large()
    {
        var directory = Directory.CreateTempSubdirectory("eudiplo-headers-").FullName;
        await using (var process = await GatewayProcess.StartAsync(GatewayProcess.FreeUrl(), directory, ("Eudiplo__Limits__MaxHeaderBytes", "8192")))
        {
            foreach (var (length, status) in new[] { (4_000, HttpStatusCode.OK), (9_000, HttpStatusCode.RequestHeaderFieldsTooLarge) })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, "/.well-known/oauth-authorization-server/demo");
                request.Headers.Add("X-Long", new string('x', length));
                using var response = await process.Http.SendAsync(request);
                Assert.Equal(status, response.StatusCode);
            }
        }

        Directory.Delete(directory, recursive: true);
    }

    /// <summary>A second that lasts.</summary>
    internal static void Still(WebApplicationBuilder builder) => builder.Services.AddSingleton<TimeProvider>(new StillClock());

    private sealed class StillClock : TimeProvider
    {
        private readonly DateTimeOffset _now = System.GetUtcNow();

        public override DateTimeOffset GetUtcNow() => _now;
    }

    private sealed class Peer(IPAddress address) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((HttpContext context, RequestDelegate rest) =>
            {
                context.Connection.RemoteIpAddress = address;
                return rest(context);
            });
            next(app);
        };
    }
}
