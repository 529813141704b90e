using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Eudiplo.Gateway.Tests.Clients;
using Eudiplo.Gateway.Tests.FrontChannel;
using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.WalletSimulator.OAuth;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Eudiplo.Gateway.Tests.Limits;

/// <summary>What keeps one client from taking the share of the others, and others from taking its share.</summary>
public sealed class ClientLimitTests
{
    private const string PeerHeader = "X-Test-Peer";

    [Fact]
    public async Task A_client_that_only_names_itself_is_counted_with_its_address()
    {
        await using var host = await GatewayHost.StartAsync(Peers, "--Eudiplo:RateLimits:PerClient=2");
        async Task<HttpStatusCode> BeginAsync(string clientId, string peer)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, host.Endpoints().InteractiveAuthorization)
            {
                Content = new FormUrlEncodedContent(host.Wallet(clientId: clientId).RequestFor("web-credential", Pkce.Generate()).Parameters()),
            };
            request.Headers.Add(PeerHeader, peer);
            using var response = await host.Http.SendAsync(request);
            Assert.Equal(response.StatusCode == HttpStatusCode.TooManyRequests, response.Headers.RetryAfter is not null);
            return response.StatusCode;
        }

        Assert.Equal(HttpStatusCode.OK, await BeginAsync("wallet", "198.51.100.1"));
        Assert.Equal(HttpStatusCode.OK, await BeginAsync("wallet", "198.51.100.1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await BeginAsync("wallet", "198.51.100.1"));
        Assert.Equal(HttpStatusCode.OK, await BeginAsync("wallet", "198.51.100.2"));
        Assert.Equal(HttpStatusCode.OK, await BeginAsync("another", "198.51.100.1"));
    }

    [Fact]
    public async Task A_client_that_authenticates_is_counted_by_its_id_and_nobody_else_takes_its_share()
    {
        await using var host = await GatewayHost.StartWithAsync(tenant => tenant["clients"]![0]!["requestsPerSecond"] = 2, Peers);
        async Task<HttpStatusCode> AskAsync(string secret, string peer)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("https://issuer.example/demo/oid4vci/introspect"))
            {
                Content = new FormUrlEncodedContent([new("token", "x")]),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{host.Demo.Backend.ClientId}:{secret}")));
            request.Headers.Add(PeerHeader, peer);
            using var response = await host.Http.SendAsync(request);
            return response.StatusCode;
        }

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync("wrong", "203.0.113.9"));
        }

        var secret = host.Demo.Backend.ClientSecret;
        Assert.Equal(HttpStatusCode.OK, await AskAsync(secret, "198.51.100.1"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(secret, "198.51.100.2"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await AskAsync(secret, "198.51.100.3"));
    }

    [Fact]
    public async Task A_client_has_so_many_open_sessions_and_those_that_ended_do_not_count()
    {
        await using var host = await GatewayHost.StartWithAsync(tenant => tenant["sessions"] = new JsonObject { ["openPerClient"] = 2 });
        var (wallet, pkce) = (host.Wallet(), Pkce.Generate());
        var first = await wallet.StartAsync("guide-credential", pkce);
        Assert.NotNull((await wallet.StartAsync("guide-credential", Pkce.Generate())).AuthSession);

        using var refused = await host.Http.PostAsync(
            host.Endpoints().InteractiveAuthorization, new FormUrlEncodedContent(wallet.RequestFor("guide-credential", Pkce.Generate()).Parameters()));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("10", refused.Headers.RetryAfter!.ToString());
        Assert.Contains("temporarily_unavailable", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.NotNull((await host.Wallet(clientId: "another").StartAsync("guide-credential", Pkce.Generate())).AuthSession);

        var code = (await wallet.ContinueAsync(first.AuthSession!, pkce.Verifier)).Code!;
        Assert.True((await wallet.RedeemAsync(code, pkce.Verifier)).Succeeded);
        Assert.NotNull((await wallet.StartAsync("guide-credential", Pkce.Generate())).AuthSession);
    }

    [Fact]
    public async Task Pushed_requests_count_as_well_and_a_client_may_have_a_number_of_its_own()
    {
        var signer = new SignedClient("signer");
        await using var host = await GatewayHost.StartWithAsync(
            tenant => tenant["clients"]!.AsArray().Add(new JsonObject
            {
                ["clientId"] = "signer",
                ["openSessions"] = 2,
                ["redirectUris"] = new JsonArray(PagesWallet.RedirectUri),
            }),
            null,
            "--Eudiplo:Sessions:OpenPerClient=1");
        var par = new Uri("https://issuer.example/demo/oid4vci/par");

        foreach (var expected in new[] { HttpStatusCode.Created, HttpStatusCode.Created, HttpStatusCode.TooManyRequests })
        {
            Assert.Equal(expected, (await SignedClient.PostAsync(host, par, signer.Initial(host, Pkce.Generate()))).Status);
        }

        Assert.NotNull((await host.Wallet().StartAsync("web-credential", Pkce.Generate())).AuthSession);
        Assert.Equal("temporarily_unavailable", (await host.Wallet().StartAsync("web-credential", Pkce.Generate())).Error);
    }

    [Fact]
    public async Task Beginnings_that_race_do_not_exceed_the_number()
    {
        await using var host = await GatewayHost.StartWithAsync(tenant => tenant["sessions"] = new JsonObject { ["openPerClient"] = 10 });
        var wallet = host.Wallet();

        var replies = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => wallet.StartAsync("web-credential", Pkce.Generate()))));

        Assert.Equal(10, replies.Count(r => r.AuthSession is not null));
        Assert.All(replies.Where(r => r.AuthSession is null), r => Assert.Equal(HttpStatusCode.TooManyRequests, r.Status));
    }

    /// <summary>A second that lasts, and senders at the addresses that they say.</summary>
    private static void Peers(WebApplicationBuilder builder)
    {
        LimitTests.Still(builder);
        builder.Services.AddSingleton<IStartupFilter>(new SaidPeer());
    }

    private sealed class SaidPeer : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((HttpContext context, RequestDelegate rest) =>
            {
                context.Connection.RemoteIpAddress = IPAddress.TryParse(context.Request.Headers[PeerHeader], out var peer) ? peer : IPAddress.Loopback;
                return rest(context);
            });
            next(app);
        };
    }
}
