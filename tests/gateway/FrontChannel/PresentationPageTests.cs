using System.Net;
using System.Text.Json.Nodes;
using Eudiplo.Gateway.Tests.Flows;
using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.WalletSimulator.Keys;
using Eudiplo.WalletSimulator.Mdoc;
using Eudiplo.WalletSimulator.SdJwt;

namespace Eudiplo.Gateway.Tests.FrontChannel;

/// <summary>The authorization code flow through PAR, with the steps as pages, for wallets that know no interactive authorization.</summary>
public sealed class PresentationPageTests
{
    [Fact]
    public async Task A_wallet_on_another_device_presents_and_the_page_goes_on_by_itself()
    {
        await using var host = await StartAsync();
        var (wallet, browser) = (new PagesWallet(host), new TestBrowser(host.Http));
        var page = await ToPageAsync(wallet, browser, "citizen-credential");
        PageTests.AssertSafe(page.Visit);
        Assert.Equal("3", page.Visit.Headers["Refresh"]);
        var asked = await wallet.TakeUpAsync(await page.ScanAsync(host));

        var (status, json) = await wallet.PostAsync(asked, ("response", wallet.Answer(asked)));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Empty(json);
        var back = await browser.GoAsync(page.Url);

        Assert.StartsWith(PagesWallet.RedirectUri + "?code=", back.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(("s t", "https://issuer.example/demo"), (back.Query("state"), back.Query("iss")));
        Assert.Equal(back.Location, (await browser.GoAsync(page.Url)).Location);
        Assert.Equal("invalid_grant", (await wallet.RedeemAsync(back, null)).Error);
        Assert.True((await wallet.RedeemAsync(back)).Succeeded);
    }

    [Fact]
    public async Task A_wallet_on_the_same_device_brings_the_browser_back_with_a_response_code_and_only_that_browser()
    {
        await using var host = await StartAsync();
        var (wallet, browser) = (new PagesWallet(host), new TestBrowser(host.Http));
        var page = await ToPageAsync(wallet, browser, "citizen-credential");
        var asked = await wallet.TakeUpAsync(page.OpenLink);
        var answer = wallet.Answer(asked);

        var (_, json) = await wallet.PostAsync(asked, ("response", answer));
        var back = new Uri(json["redirect_uri"]!.GetValue<string>());
        var again = (await wallet.PostAsync(asked, ("response", answer))).Json["redirect_uri"]!.GetValue<string>();
        var without = await browser.GoAsync(page.Url);
        var wrong = await browser.GoAsync(new Uri(back.ToString()[..^4] + "AAAA"));
        var elsewhere = await new TestBrowser(host.Http).GoAsync(back);

        Assert.Equal(back.ToString(), again);
        Assert.All([without, wrong, elsewhere], visit => Assert.Null(visit.Location));
        Assert.True((await wallet.RedeemAsync(await browser.GoAsync(back))).Succeeded);
    }

    [Fact]
    public async Task A_presentation_and_then_a_web_page_in_one_browser()
    {
        await using var host = await StartAsync();
        var (wallet, browser) = (new PagesWallet(host), new TestBrowser(host.Http));
        var page = await ToPageAsync(wallet, browser, "organization-credential");
        var asked = await wallet.TakeUpAsync(await page.ScanAsync(host));
        await wallet.PostAsync(asked, ("response", wallet.Answer(asked)));

        var away = await browser.GoAsync(page.Url);

        Assert.Equal("example.com", away.Location!.Host);
        Assert.Equal(HttpStatusCode.NotFound, (await wallet.PostAsync(asked, ("response", wallet.Answer(asked)))).Status);
    }

    [Fact]
    public async Task A_page_that_leads_back_ends_with_a_code_for_the_apps_own_scheme_too()
    {
        await using var host = await StartAsync(tenant => tenant["clients"]!.AsArray().Add(
            new JsonObject { ["clientId"] = "app", ["redirectUris"] = new JsonArray("eudi-wallet://cb") }));
        var (wallet, browser) = (new PagesWallet(host), new TestBrowser(host.Http));
        var away = await wallet.OpenAsync(browser, await wallet.PushAsync("browser-credential", "eudi-wallet://cb", "app"), "app");

        var back = await browser.GoAsync(new Uri(away.Query("return")!));

        Assert.StartsWith("eudi-wallet://cb?code=", back.Location!.OriginalString, StringComparison.Ordinal);
        Assert.True((await wallet.RedeemAsync(back, "eudi-wallet://cb", "app")).Succeeded);
    }

    [Fact]
    public async Task A_pushed_request_uri_belongs_to_the_first_browser_and_to_its_client()
    {
        await using var host = await StartAsync();
        var (wallet, browser) = (new PagesWallet(host), new TestBrowser(host.Http));
        var requestUri = await wallet.PushAsync("citizen-credential");
        Assert.Equal(HttpStatusCode.BadRequest, (await wallet.OpenAsync(browser, requestUri, "another")).Status);

        var first = await wallet.OpenAsync(browser, requestUri);
        var second = await wallet.OpenAsync(browser, requestUri);
        var stranger = new TestBrowser(host.Http);

        Assert.Equal(first.Location, second.Location);
        Assert.Equal(HttpStatusCode.BadRequest, (await wallet.OpenAsync(stranger, requestUri)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await stranger.GoAsync(first.Location!)).Status);
    }

    [Fact]
    public async Task A_wrong_presentation_leaves_the_page_open_for_another_try()
    {
        await using var host = await StartAsync(tenant => tenant["sessions"] = new JsonObject { ["attemptsPerStep"] = 10 });
        var (wallet, browser) = (new PagesWallet(host), new TestBrowser(host.Http));
        var page = await ToPageAsync(wallet, browser, "citizen-credential");
        var asked = await wallet.TakeUpAsync(await page.ScanAsync(host));

        foreach (var wrong in new[]
        {
            ("response", "x"),
            ("response", wallet.Answer(asked, audience: "x509_hash:another")),
            ("response", wallet.Answer(asked, new PresentationMutation { Nonce = "another" })),
            ("response", wallet.Answer(asked, encryptTo: EcKey.Generate())),
            ("vp_token", wallet.Plain(asked)),
            ("response", wallet.Plain(asked)),
        })
        {
            var (status, json) = await wallet.PostAsync(asked, wrong);
            Assert.Equal((HttpStatusCode.BadRequest, "presentation_failed"), (status, json["error"]!.GetValue<string>()));
        }

        Assert.Equal(HttpStatusCode.OK, (await browser.GoAsync(page.Url)).Status);
        Assert.Equal(HttpStatusCode.OK, (await wallet.PostAsync(asked, ("response", wallet.Answer(asked)))).Status);
        Assert.NotNull((await browser.GoAsync(page.Url)).Query("code"));
    }

    [Fact]
    public async Task A_wallet_that_refuses_ends_the_session_and_the_client_is_told_access_denied()
    {
        await using var host = await StartAsync();
        var (wallet, browser) = (new PagesWallet(host), new TestBrowser(host.Http));
        var page = await ToPageAsync(wallet, browser, "citizen-credential");
        var asked = await wallet.TakeUpAsync(await page.ScanAsync(host));

        await wallet.PostAsync(asked, ("error", "access_denied"), ("error_description", "The user said no"));
        var back = await browser.GoAsync(page.Url);

        Assert.StartsWith(PagesWallet.RedirectUri + "?error=access_denied&", back.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(("s t", "https://issuer.example/demo", null), (back.Query("state"), back.Query("iss"), back.Query("code")));
    }

    [Fact]
    public async Task A_pushed_session_cannot_be_continued_at_the_interactive_endpoint()
    {
        await using var host = await StartAsync();
        var (wallet, browser) = (new PagesWallet(host), new TestBrowser(host.Http));
        var away = await wallet.OpenAsync(browser, await wallet.PushAsync("guide-credential"));

        var reply = await host.Wallet().ContinueAsync(away.Query("session")!, wallet.Pkce.Verifier);

        Assert.Equal("invalid_auth_session", reply.Error);
    }

    [Fact]
    public async Task An_mdoc_is_bound_to_the_client_id_the_response_uri_and_the_key_that_it_is_encrypted_to()
    {
        await using var host = await StartAsync();
        var (wallet, browser, holder) = (new PagesWallet(host), new TestBrowser(host.Http), DemoPresentationTests.Wallet(host));
        var page = await ToPageAsync(wallet, browser, "licence-credential");
        var asked = await wallet.TakeUpAsync(await page.ScanAsync(host));
        Assert.Equal("mso_mdoc", asked.Request["dcql_query"]!["credentials"]![0]!["format"]!.GetValue<string>());

        foreach (var wrong in new[]
        {
            wallet.Answer(asked, holder: holder, audience: "x509_hash:another"),
            wallet.Answer(asked, holder: holder, mdocMutation: new MdocMutation { Endpoint = asked.ResponseUri + "x" }),
            wallet.Answer(asked, holder: holder, mdocMutation: new MdocMutation { Nonce = "another" }),
        })
        {
            var (refused, error) = await wallet.PostAsync(asked, ("response", wrong));
            Assert.Equal((HttpStatusCode.BadRequest, "presentation_failed"), (refused, error["error"]!.GetValue<string>()));
        }

        var (status, _) = await wallet.PostAsync(asked, ("response", wallet.Answer(asked, holder: holder)));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True((await wallet.RedeemAsync(await browser.GoAsync(page.Url))).Succeeded);
    }

    [Fact]
    public async Task A_wallet_that_posts_to_take_up_a_request_sees_its_nonce_in_it()
    {
        await using var host = await StartAsync();
        var (wallet, browser) = (new PagesWallet(host), new TestBrowser(host.Http));
        var page = await ToPageAsync(wallet, browser, "citizen-credential");
        var link = await page.ScanAsync(host);

        var asked = await wallet.TakeUpAsync(
            link, new("wallet_nonce", "n\"o n/ce"), new("wallet_metadata", """{"vp_formats_supported":{"dc+sd-jwt":{}},"client_id_prefixes_supported":["x509_hash"]}"""));
        Assert.Equal("n\"o n/ce", asked.Request["wallet_nonce"]!.GetValue<string>());
        Assert.Null((await wallet.TakeUpAsync(link, new KeyValuePair<string, string>("wallet_metadata", "{}"))).Request["wallet_nonce"]);
        Assert.Null((await wallet.TakeUpAsync(link)).Request["wallet_nonce"]);

        Assert.Equal(HttpStatusCode.OK, (await wallet.PostAsync(asked, ("response", wallet.Answer(asked)))).Status);
        Assert.NotNull((await browser.GoAsync(page.Url)).Query("code"));
    }

    [Theory]
    [InlineData("wallet_nonce", "long", 400)]
    [InlineData("wallet_metadata", "[]", 400)]
    [InlineData("wallet_metadata", "{\"a\":1,\"a\":2}", 400)]
    [InlineData("wallet_metadata", "{", 400)]
    public async Task What_a_wallet_posts_to_take_up_a_request_is_read_strictly(string name, string value, int status)
    {
        await using var host = await StartAsync();
        var (wallet, browser) = (new PagesWallet(host), new TestBrowser(host.Http));
        var link = (await ToPageAsync(wallet, browser, "citizen-credential")).OpenLink;
        var uri = System.Web.HttpUtility.ParseQueryString(new Uri(link).Query)["request_uri"];

        using var response = await host.Http.PostAsync(uri, new FormUrlEncodedContent([new(name, value == "long" ? new string('n', 513) : value)]));

        Assert.Equal(status, (int)response.StatusCode);
        await BadInput.BadInputTests.AssertErrorAsync(response);
    }

    [Fact]
    public async Task Of_browsers_that_race_for_one_pushed_request_one_gets_it()
    {
        await using var host = await StartAsync();
        var wallet = new PagesWallet(host);
        var requestUri = await wallet.PushAsync("citizen-credential");
        var browsers = Enumerable.Range(0, 64).Select(_ => new TestBrowser(host.Http)).ToArray();

        var visits = await Task.WhenAll(browsers.Select(browser => Task.Run(() => wallet.OpenAsync(browser, requestUri))));

        Assert.Single(visits, v => v.Status == HttpStatusCode.Redirect);
        Assert.Equal(63, visits.Count(v => v.Status == HttpStatusCode.BadRequest && v.Location is null));
    }

    [Theory]
    [InlineData("GET", "presentation/x")]
    [InlineData("POST", "presentation/x")]
    [InlineData("POST", "presentation/x/response")]
    [InlineData("GET", "presentation/AaIB2MS-fsOFs5O7osbELqmoyXXyBXTpC4yQHjBIklT4ogVVBMY-aVrTrvd6WycU")]
    [InlineData("POST", "presentation/AaIB2MS-fsOFs5O7osbELqmoyXXyBXTpC4yQHjBIklT4ogVVBMY-aVrTrvd6WycU/response")]
    public async Task A_link_that_is_none_is_not_found(string method, string path)
    {
        await using var host = await StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), $"https://issuer.example/demo/oid4vci/{path}");
        request.Content = method == "POST" ? new FormUrlEncodedContent([new("response", "x")]) : null;

        using var response = await host.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        await BadInput.BadInputTests.AssertErrorAsync(response);
    }

    // As the demo comes: pushed requests are on without being asked for.
    private static Task<GatewayHost> StartAsync(Action<JsonObject>? change = null) => GatewayHost.StartWithAsync(change);

    private static async Task<Page> ToPageAsync(PagesWallet wallet, TestBrowser browser, string credential)
    {
        var url = (await wallet.OpenAsync(browser, await wallet.PushAsync(credential))).Location!;
        var visit = await browser.GoAsync(url);
        Assert.Equal(HttpStatusCode.OK, visit.Status);
        return new Page(visit, url, browser);
    }
}
