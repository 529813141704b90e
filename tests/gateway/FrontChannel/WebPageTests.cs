using System.Net;
using System.Text.Json.Nodes;
using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.WalletSimulator.InteractiveAuthorization;
using Eudiplo.WalletSimulator.OAuth;

namespace Eudiplo.Gateway.Tests.FrontChannel;

/// <summary>Web steps in a browser, from the request_uri to the wallet's redirect_uri.</summary>
public sealed class WebPageTests
{
    [Fact]
    public async Task A_user_who_comes_back_from_the_tenants_page_brings_the_wallet_a_code_with_state_and_iss()
    {
        await using var host = await GatewayHost.StartAsync();
        var (wallet, pkce, browser) = (host.Wallet(), Pkce.Generate(), new TestBrowser(host.Http));
        var away = await OpenAsync(host, wallet, browser, await wallet.StartAsync("browser-credential", pkce));
        Assert.Equal("example.com", away.Location!.Host);
        Assert.True(Guid.TryParseExact(away.Query("session"), "D", out _));

        var back = await browser.GoAsync(new Uri(away.Query("return")!));

        Assert.Equal(HttpStatusCode.Redirect, back.Status);
        Assert.StartsWith("https://wallet.example/cb?code=", back.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(pkce.Challenge[..16], back.Query("state"));
        Assert.Equal(host.Endpoints().Issuer.ToString().TrimEnd('/'), back.Query("iss"));
        Assert.Null(back.Query("auth_session"));
        Assert.True((await wallet.RedeemAsync(back.Query("code")!, pkce.Verifier, wallet.RedirectUri)).Succeeded);
    }

    [Fact]
    public async Task A_code_that_came_through_the_browser_is_redeemed_with_exactly_its_redirect_uri()
    {
        await using var host = await GatewayHost.StartAsync();
        var (wallet, pkce, browser) = (host.Wallet(), Pkce.Generate(), new TestBrowser(host.Http));
        var away = await OpenAsync(host, wallet, browser, await wallet.StartAsync("browser-credential", pkce));
        var code = (await browser.GoAsync(new Uri(away.Query("return")!))).Query("code")!;

        Assert.Equal("invalid_grant", (await wallet.RedeemAsync(code, pkce.Verifier)).Error);
        Assert.Equal("invalid_grant", (await wallet.RedeemAsync(code, pkce.Verifier, wallet.RedirectUri + "/")).Error);
        Assert.Equal("invalid_grant", (await wallet.RedeemAsync(code, pkce.Verifier, wallet.RedirectUri.ToUpperInvariant())).Error);
        Assert.True((await wallet.RedeemAsync(code, pkce.Verifier, wallet.RedirectUri)).Succeeded);
    }

    [Fact]
    public async Task A_request_uri_opens_again_in_the_browser_that_opened_it_first_and_in_no_other()
    {
        await using var host = await GatewayHost.StartAsync();
        var (wallet, browser) = (host.Wallet(), new TestBrowser(host.Http));
        var asked = await wallet.StartAsync("browser-credential", Pkce.Generate());
        var first = await OpenAsync(host, wallet, browser, asked);

        var again = await OpenAsync(host, wallet, browser, asked);
        var other = new TestBrowser(host.Http);
        var elsewhere = await OpenAsync(host, wallet, other, asked);

        Assert.Equal(first.Location, again.Location);
        Assert.Equal(HttpStatusCode.BadRequest, elsewhere.Status);
        Assert.Null(elsewhere.Location);
        Assert.Empty(other.Cookies);
        Assert.Single(browser.SetCookies);
    }

    [Fact]
    public async Task The_way_back_is_open_only_to_the_browser_that_set_out()
    {
        await using var host = await GatewayHost.StartAsync();
        var (wallet, pkce, browser) = (host.Wallet(), Pkce.Generate(), new TestBrowser(host.Http));
        var back = new Uri((await OpenAsync(host, wallet, browser, await wallet.StartAsync("browser-credential", pkce))).Query("return")!);
        var other = new TestBrowser(host.Http);
        await OpenAsync(host, wallet, other, await wallet.StartAsync("browser-credential", Pkce.Generate()));

        foreach (var stranger in new[] { new TestBrowser(host.Http), other })
        {
            var refused = await stranger.GoAsync(back);
            Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
            Assert.Null(refused.Location);
        }

        Assert.NotNull((await browser.GoAsync(back)).Query("code"));
    }

    [Fact]
    public async Task Coming_back_twice_gives_the_same_code_and_after_its_redemption_none()
    {
        await using var host = await GatewayHost.StartAsync();
        var (wallet, pkce, browser) = (host.Wallet(), Pkce.Generate(), new TestBrowser(host.Http));
        var back = new Uri((await OpenAsync(host, wallet, browser, await wallet.StartAsync("browser-credential", pkce))).Query("return")!);

        var (first, second) = (await browser.GoAsync(back), await browser.GoAsync(back));
        Assert.Equal(first.Location, second.Location);
        Assert.True((await wallet.RedeemAsync(first.Query("code")!, pkce.Verifier, wallet.RedirectUri)).Succeeded);
        var third = await browser.GoAsync(back);

        Assert.Equal(HttpStatusCode.OK, third.Status);
        Assert.Null(third.Location);
        Assert.Contains("<h1>You are done here</h1>", third.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_who_is_back_before_the_backend_has_confirmed_waits_and_then_goes_on()
    {
        await using var host = await GatewayHost.StartWithAsync(tenant => Page(tenant)["completion"] = "service");
        var (wallet, pkce, browser) = (host.Wallet(), Pkce.Generate(), new TestBrowser(host.Http));
        var away = await OpenAsync(host, wallet, browser, await wallet.StartAsync("browser-credential", pkce));
        var back = new Uri(away.Query("return")!);

        var waiting = await browser.GoAsync(back);
        Assert.Equal(HttpStatusCode.OK, waiting.Status);
        Assert.Equal("3", waiting.Headers["Refresh"]);
        Assert.True((await host.Backend().CompleteWebStepAsync(away.Query("session")!, new JsonObject { ["ok"] = true })).Succeeded);
        var done = await browser.GoAsync(back);

        Assert.True((await wallet.RedeemAsync(done.Query("code")!, pkce.Verifier, wallet.RedirectUri)).Succeeded);
    }

    [Fact]
    public async Task Where_the_verifier_completes_a_step_coming_back_completes_it_too()
    {
        await using var host = await GatewayHost.StartWithAsync(tenant => Page(tenant)["completion"] = "verifier");
        var (wallet, pkce, browser) = (host.Wallet(), Pkce.Generate(), new TestBrowser(host.Http));
        var away = await OpenAsync(host, wallet, browser, await wallet.StartAsync("browser-credential", pkce));

        var done = await browser.GoAsync(new Uri(away.Query("return")!));

        Assert.True((await wallet.RedeemAsync(done.Query("code")!, pkce.Verifier, wallet.RedirectUri)).Succeeded);
    }

    [Fact]
    public async Task A_step_that_the_browser_completes_is_completed_neither_by_the_backend_nor_by_the_verifier_alone()
    {
        await using var host = await GatewayHost.StartAsync();
        var (wallet, pkce, browser) = (host.Wallet(), Pkce.Generate(), new TestBrowser(host.Http));
        var asked = await wallet.StartAsync("browser-credential", pkce);
        var away = await OpenAsync(host, wallet, browser, asked);

        Assert.False((await host.Backend().CompleteWebStepAsync(away.Query("session")!, [])).Succeeded);
        Assert.Equal("authorization_pending", (await wallet.ContinueAsync(asked.AuthSession!, pkce.Verifier)).Error);
        Assert.Equal("invalid_auth_session", (await wallet.ContinueAsync(away.Query("session")!, pkce.Verifier)).Error);
    }

    [Fact]
    public async Task A_wallet_that_cannot_be_redirected_to_goes_on_at_the_endpoint()
    {
        await using var host = await GatewayHost.StartWithAsync(tenant => tenant["clients"]!.AsArray().Add(
            new JsonObject { ["clientId"] = "app", ["redirectUris"] = new JsonArray("eudi-wallet://cb") }));
        var (pkce, browser) = (Pkce.Generate(), new TestBrowser(host.Http));
        var wallet = new WalletClient(host.Http, host.Endpoints(), new BareDialect(), "app") { RedirectUri = "eudi-wallet://cb" };
        var asked = await wallet.StartAsync("browser-credential", pkce);
        var away = await OpenAsync(host, wallet, browser, asked);

        var back = await browser.GoAsync(new Uri(away.Query("return")!));

        Assert.Equal(HttpStatusCode.OK, back.Status);
        Assert.Null(back.Location);
        var done = await wallet.ContinueAsync(asked.AuthSession!, pkce.Verifier);
        Assert.True((await wallet.RedeemAsync(done.Code!, pkce.Verifier)).Succeeded);
    }

    [Fact]
    public async Task The_cookie_is_the_hosts_alone_and_out_of_reach_for_scripts()
    {
        await using var host = await GatewayHost.StartAsync();
        var (wallet, browser) = (host.Wallet(), new TestBrowser(host.Http));
        await OpenAsync(host, wallet, browser, await wallet.StartAsync("browser-credential", Pkce.Generate()));

        var cookie = Assert.Single(browser.SetCookies);
        Assert.StartsWith("__Host-", cookie, StringComparison.Ordinal);
        var attributes = cookie.Split("; ")[1..].Select(a => a.ToLowerInvariant()).Order();
        Assert.Equal(["httponly", "path=/", "samesite=lax", "secure"], attributes);
    }

    internal static Task<Visit> OpenAsync(GatewayHost host, WalletClient wallet, TestBrowser browser, InteractiveReply asked) =>
        browser.OpenAsync(wallet.Endpoints.Authorization, wallet.ClientId, asked.RequestUri!);

    internal static JsonNode Page(JsonObject tenant) => tenant["credentialConfigurations"]!.AsArray()
        .First(c => c!["credentialConfigId"]!.ToString() == "browser-credential")!["iaeActions"]![0]!;
}
