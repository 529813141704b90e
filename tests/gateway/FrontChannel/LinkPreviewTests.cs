using System.Net;
using System.Web;
using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.WalletSimulator.OAuth;

namespace Eudiplo.Gateway.Tests.FrontChannel;

/// <summary>A request_uri is for one use, and that use is the user's: not a chat program's, a scanner's, or a browser's that runs ahead.</summary>
public sealed class LinkPreviewTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_link_preview_that_keeps_no_cookies_leaves_the_request_uri_to_the_user(bool isPushed)
    {
        await using var host = await GatewayHost.StartAsync();
        var url = await LinkAsync(host, isPushed);

        for (var i = 0; i < 3; i++)
        {
            var seen = await new TestBrowser(host.Http).GoAsync(url);
            var followed = await new TestBrowser(host.Http).GoAsync(seen.Location!);
            Assert.Null(followed.Location);
        }

        Assert.NotNull((await OpenAsync(new TestBrowser(host.Http), url)).Location);
    }

    [Fact]
    public async Task A_browser_that_keeps_no_cookies_is_told_so_and_can_go_on_when_it_does()
    {
        await using var host = await GatewayHost.StartAsync();
        var url = await LinkAsync(host, isPushed: true);
        var again = (await new TestBrowser(host.Http).GoAsync(url)).Location!;
        Assert.Equal(url.GetLeftPart(UriPartial.Path), again.GetLeftPart(UriPartial.Path));
        var browser = new TestBrowser(host.Http);

        var told = await browser.GoAsync(again);
        PageTests.AssertSafe(told);
        Assert.Equal(HttpStatusCode.BadRequest, told.Status);
        Assert.Contains("<h1>Your browser keeps no cookies</h1>", told.Html, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Redirect, (await browser.GoAsync(again)).Status);
    }

    [Fact]
    public async Task A_link_that_opens_nothing_gives_no_cookie()
    {
        await using var host = await GatewayHost.StartAsync();
        var (url, browser) = (await LinkAsync(host, isPushed: true), new TestBrowser(host.Http));

        var wrong = await browser.GoAsync(new Uri(url.ToString().Replace("client_id=wallet", "client_id=another", StringComparison.Ordinal)));

        PageTests.AssertSafe(wrong);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
        Assert.Empty(browser.Cookies);
    }

    [Theory]
    [InlineData("Sec-Purpose", "prefetch")]
    [InlineData("Sec-Purpose", "prefetch;prerender")]
    [InlineData("Purpose", "prefetch")]
    [InlineData("X-Moz", "prefetch")]
    public async Task What_a_browser_fetches_ahead_of_its_user_opens_and_completes_nothing(string header, string value)
    {
        await using var host = await GatewayHost.StartAsync();
        var (wallet, pkce, browser) = (host.Wallet(), Pkce.Generate(), new TestBrowser(host.Http));
        var asked = await wallet.StartAsync("browser-credential", pkce);
        browser.Headers.Add((header, value));

        var ahead = await WebPageTests.OpenAsync(host, wallet, browser, asked);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, null), (ahead.Status, ahead.Location));
        Assert.Empty(browser.Cookies);

        browser.Headers.Clear();
        var back = new Uri((await WebPageTests.OpenAsync(host, wallet, browser, asked)).Query("return")!);
        browser.Headers.Add((header, value));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await browser.GoAsync(back)).Status);
        Assert.Equal("authorization_pending", (await wallet.ContinueAsync(asked.AuthSession!, pkce.Verifier)).Error);

        browser.Headers.Clear();
        Assert.NotNull((await browser.GoAsync(back)).Query("code"));
    }

    [Fact]
    public async Task A_HEAD_request_opens_and_completes_nothing()
    {
        await using var host = await GatewayHost.StartAsync();
        var (wallet, pkce, browser) = (host.Wallet(), Pkce.Generate(), new TestBrowser(host.Http));
        var asked = await wallet.StartAsync("browser-credential", pkce);
        var url = $"{wallet.Endpoints.Authorization}?client_id=wallet&request_uri={Uri.EscapeDataString(asked.RequestUri!)}";

        await HeadAsync(host, url, null);
        var away = await WebPageTests.OpenAsync(host, wallet, browser, asked);
        Assert.NotNull(away.Location);
        await HeadAsync(host, away.Query("return")!, browser);

        Assert.Equal("authorization_pending", (await wallet.ContinueAsync(asked.AuthSession!, pkce.Verifier)).Error);
        Assert.NotNull((await browser.GoAsync(new Uri(away.Query("return")!))).Query("code"));
    }

    private static async Task HeadAsync(GatewayHost host, string url, TestBrowser? browser)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, url);
        foreach (var cookie in browser?.Cookies ?? new Dictionary<string, string>())
        {
            request.Headers.TryAddWithoutValidation("Cookie", $"{cookie.Key}={cookie.Value}");
        }

        using var response = await host.Http.SendAsync(request);
        Assert.Null(response.Headers.Location);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    private static async Task<Uri> LinkAsync(GatewayHost host, bool isPushed)
    {
        var requestUri = isPushed
            ? await new PagesWallet(host).PushAsync("citizen-credential")
            : (await host.Wallet().StartAsync("browser-credential", Pkce.Generate())).RequestUri!;
        return new Uri($"{host.Endpoints().Authorization}?client_id=wallet&request_uri={Uri.EscapeDataString(requestUri)}");
    }

    private static Task<Visit> OpenAsync(TestBrowser browser, Uri url)
    {
        var query = HttpUtility.ParseQueryString(url.Query);
        return browser.OpenAsync(new Uri(url.GetLeftPart(UriPartial.Path)), query["client_id"]!, query["request_uri"]!);
    }
}
