using System.Net;
using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.Protocol.Capabilities;
using Eudiplo.WalletSimulator.InteractiveAuthorization;
using Eudiplo.WalletSimulator.OAuth;

namespace Eudiplo.Gateway.Tests.FrontChannel;

/// <summary>What others could try in a user's browser, or with links that they saw.</summary>
public sealed class FrontChannelAttackTests
{
    [Fact]
    public async Task A_request_uri_opens_nothing_at_another_tenant()
    {
        await using var host = await GatewayHost.StartAsync();
        var (wallet, browser) = (host.Wallet(), new TestBrowser(host.Http));
        var asked = await wallet.StartAsync("browser-credential", Pkce.Generate());

        var other = await browser.OpenAsync(new Uri("https://issuer.example/second/oid4vci/authorize"), "wallet", asked.RequestUri!);

        Assert.Equal((HttpStatusCode.BadRequest, null), (other.Status, other.Location));
        Assert.NotNull((await WebPageTests.OpenAsync(host, wallet, browser, asked)).Location);
    }

    [Fact]
    public async Task What_stands_beside_the_request_uri_does_not_count()
    {
        await using var host = await GatewayHost.StartAsync();
        var (wallet, pkce, browser) = (host.Wallet(), Pkce.Generate(), new TestBrowser(host.Http));
        var asked = await wallet.StartAsync("browser-credential", pkce);
        var more = new Uri($"{wallet.Endpoints.Authorization}?redirect_uri=https%3A%2F%2Fevil.example&state=evil&response_mode=fragment&scope=x"
            + $"&client_id=wallet&request_uri={Uri.EscapeDataString(asked.RequestUri!)}");

        var away = await browser.GoAsync((await browser.GoAsync(more)).Location!);
        var back = await browser.GoAsync(new Uri(away.Query("return")!));

        Assert.StartsWith("https://wallet.example/cb?code=", back.Location!.OriginalString, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", away.Location!.OriginalString + back.Location.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ticket_of_one_session_is_none_of_another_in_the_same_browser()
    {
        await using var host = await GatewayHost.StartAsync();
        var (wallet, browser) = (host.Wallet(), new TestBrowser(host.Http));
        var (one, two) = (await TicketAsync(), await TicketAsync());
        Assert.True(Capability.TryDecode(one.Ticket, out _, out var secret));
        Assert.True(Capability.TryDecode(two.Ticket, out var id, out _));

        var mixed = await browser.GoAsync(new Uri($"{wallet.Endpoints.Authorization}/return?ticket={Capability.Encode(id, secret)}"));

        Assert.Equal((HttpStatusCode.BadRequest, null), (mixed.Status, mixed.Location));
        Assert.Equal("authorization_pending", (await wallet.ContinueAsync(two.AuthSession, two.Verifier)).Error);

        async Task<(string Ticket, string AuthSession, string Verifier)> TicketAsync()
        {
            var pkce = Pkce.Generate();
            var asked = await wallet.StartAsync("browser-credential", pkce);
            var away = await WebPageTests.OpenAsync(host, wallet, browser, asked);
            return (System.Web.HttpUtility.ParseQueryString(new Uri(away.Query("return")!).Query)["ticket"]!, asked.AuthSession!, pkce.Verifier);
        }
    }

    [Theory]
    [InlineData("eudiplo-browser")]
    [InlineData("eudiplo")]
    [InlineData("__Secure-eudiplo")]
    public async Task A_cookie_that_another_host_could_have_set_is_not_looked_at(string name)
    {
        await using var host = await GatewayHost.StartAsync();
        var (wallet, victim) = (host.Wallet(), new TestBrowser(host.Http));
        victim.Headers.Add(("Cookie", $"{name}=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"));

        await WebPageTests.OpenAsync(host, wallet, victim, await wallet.StartAsync("browser-credential", Pkce.Generate()));

        Assert.NotEqual("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8", victim.Cookies["__Host-eudiplo"]);
    }

    [Fact]
    public async Task State_comes_back_as_one_parameter_whatever_is_in_it()
    {
        const string State = "\"><script>alert(1)</script>&code=mine&iss=https://evil.example#\r\nSet-Cookie: a=b \u00e4%";
        await using var host = await GatewayHost.StartAsync();
        var (wallet, pkce, browser) = (host.Wallet(), Pkce.Generate(), new TestBrowser(host.Http));
        var request = wallet.RequestFor("browser-credential", pkce);
        var asked = await wallet.StartAsync(request with { State = State });
        var away = await WebPageTests.OpenAsync(host, wallet, browser, asked);

        var back = await browser.GoAsync(new Uri(away.Query("return")!));

        Assert.Equal("code state iss", string.Join(' ', System.Web.HttpUtility.ParseQueryString(back.Location!.Query).AllKeys));
        Assert.Equal((State, "https://issuer.example/demo"), (back.Query("state"), back.Query("iss")));
        Assert.Empty(back.Location.Fragment);
        Assert.DoesNotContain("a", browser.Cookies.Keys);
    }

    [Fact]
    public async Task No_redirect_tells_the_next_page_where_the_browser_came_from_and_none_may_be_kept()
    {
        await using var host = await GatewayHost.StartAsync();
        var (wallet, browser) = (host.Wallet(), new TestBrowser(host.Http));
        var asked = await wallet.StartAsync("browser-credential", Pkce.Generate());
        var url = $"{wallet.Endpoints.Authorization}?client_id=wallet&request_uri={Uri.EscapeDataString(asked.RequestUri!)}";

        var again = await browser.GoAsync(new Uri(url));
        var away = await browser.GoAsync(again.Location!);
        var back = await browser.GoAsync(new Uri(away.Query("return")!));

        Assert.All([again, away, back], visit =>
        {
            Assert.Equal(HttpStatusCode.Redirect, visit.Status);
            Assert.Equal("no-referrer", visit.Headers["Referrer-Policy"]);
            Assert.Equal("no-store", visit.Headers["Cache-Control"]);
            Assert.Contains("frame-ancestors 'none'", visit.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_page_may_not_be_framed_and_shares_no_window_with_its_opener()
    {
        await using var host = await GatewayHost.StartAsync();

        var visit = await new TestBrowser(host.Http).GoAsync(host.Endpoints().Authorization);

        PageTests.AssertSafe(visit);
        Assert.Equal("DENY", visit.Headers["X-Frame-Options"]);
        Assert.Equal("same-origin", visit.Headers["Cross-Origin-Opener-Policy"]);
        Assert.Contains("form-action 'none'", visit.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Contains("base-uri 'none'", visit.Headers["Content-Security-Policy"], StringComparison.Ordinal);
    }
}
