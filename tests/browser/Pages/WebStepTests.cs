using System.Text.Json.Nodes;
using System.Web;
using Eudiplo.Browser.Tests.Running;
using Eudiplo.WalletSimulator.OAuth;
using Microsoft.Playwright;

namespace Eudiplo.Browser.Tests.Pages;

/// <summary>Web steps in a real browser, with scripts switched off.</summary>
public sealed class WebStepTests
{
    [ChromiumFact]
    public async Task A_user_goes_to_the_tenants_page_and_back_to_the_wallet_with_a_code()
    {
        await using var gateway = await LoopbackGateway.StartAsync("browser");
        await using var chromium = await Chromium.StartAsync(Look.All[0]);
        var (wallet, pkce, page) = (gateway.Wallet, Pkce.Generate(), await chromium.Context.NewPageAsync());
        var asked = await wallet.StartAsync("browser-credential", pkce);

        await page.GotoAsync(Authorize(gateway, asked.RequestUri!));
        await page.ReloadAsync();
        Assert.Equal("Form", await page.TitleAsync());
        await page.ClickAsync("#back");

        Assert.Equal("Wallet", await page.TitleAsync());
        var answer = HttpUtility.ParseQueryString(new Uri(page.Url).Query);
        Assert.True((await wallet.RedeemAsync(answer["code"]!, pkce.Verifier, wallet.RedirectUri)).Succeeded);
    }

    [ChromiumFact]
    public async Task A_user_who_is_early_waits_on_a_page_that_looks_again_by_itself()
    {
        await using var gateway = await LoopbackGateway.StartAsync("service");
        await using var chromium = await Chromium.StartAsync(Look.All[0]);
        var (wallet, page) = (gateway.Wallet, await chromium.Context.NewPageAsync());
        var asked = await wallet.StartAsync("browser-credential", Pkce.Generate());
        await page.GotoAsync(Authorize(gateway, asked.RequestUri!));
        var session = HttpUtility.ParseQueryString(new Uri(page.Url).Query)["session"]!;
        await page.ClickAsync("#back");
        Assert.Equal("One moment, please", await page.InnerTextAsync("h1"));

        Assert.True((await gateway.Backend.CompleteWebStepAsync(session, new JsonObject())).Succeeded);

        await page.WaitForURLAsync(url => url.StartsWith(wallet.RedirectUri, StringComparison.Ordinal));
    }

    [ChromiumFact]
    public async Task Every_page_reads_well_wide_and_narrow_light_and_dark_in_both_languages()
    {
        await using var gateway = await LoopbackGateway.StartAsync("service");
        foreach (var look in Look.All)
        {
            await using var chromium = await Chromium.StartAsync(look);
            var page = await chromium.Context.NewPageAsync();
            foreach (var (name, url) in await PagesAsync(gateway, page))
            {
                if (name == "no-cookies")
                {
                    await chromium.Context.ClearCookiesAsync();
                }

                await page.GotoAsync(url);
                await Screenshots.TakeAsync(page, name, look);
                if (name is not ("presentation" or "waiting"))
                {
                    // Those two look again while they are looked at; they are measured as they stand still.
                    await AssertReadableAsync(page, look);
                }
            }
        }
    }

    [ChromiumFact]
    public async Task The_keyboard_reaches_every_link_in_the_order_of_the_page_and_shows_where_it_is()
    {
        await using var gateway = await LoopbackGateway.StartAsync("service");
        await using var chromium = await Chromium.StartAsync(Look.All[0]);
        var page = await chromium.Context.NewPageAsync();
        await page.GotoAsync(Authorize(gateway, await gateway.PushAsync("citizen-credential", Pkce.Generate())));
        await page.GotoAsync(page.Url + "?pause=1");

        foreach (var text in new[] { "Open wallet", "Look again now", "Look by itself again", "Deutsch" })
        {
            await page.Keyboard.PressAsync("Tab");
            Assert.Equal(text, await page.InnerTextAsync(":focus"));
            Assert.Equal("solid", await page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle"));
        }

        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**lang=de**");
        Assert.Equal("Zeigen Sie Ihre Nachweise", await page.InnerTextAsync("h1"));
        Assert.Equal("QR-Code mit der Anfrage an Ihre Wallet", await page.GetAttributeAsync("svg[role=img]", "aria-label"));
    }

    [ChromiumFact]
    public async Task A_user_who_goes_back_in_the_browser_after_the_end_is_told_that_all_is_done()
    {
        await using var gateway = await LoopbackGateway.StartAsync("browser");
        await using var chromium = await Chromium.StartAsync(Look.All[0]);
        var (wallet, pkce, page) = (gateway.Wallet, Pkce.Generate(), await chromium.Context.NewPageAsync());
        await page.GotoAsync(Authorize(gateway, (await wallet.StartAsync("browser-credential", pkce)).RequestUri!));
        await page.ClickAsync("#back");
        var code = HttpUtility.ParseQueryString(new Uri(page.Url).Query)["code"]!;
        Assert.True((await wallet.RedeemAsync(code, pkce.Verifier, wallet.RedirectUri)).Succeeded);

        await page.GoBackAsync();
        Assert.Equal("Form", await page.TitleAsync());
        await page.ClickAsync("#back");

        Assert.Equal("You are done here", await page.InnerTextAsync("h1"));
    }

    [ChromiumFact]
    public async Task A_page_that_asks_for_a_presentation_goes_to_the_wallet_by_itself_once_it_is_answered()
    {
        await using var gateway = await LoopbackGateway.StartAsync("browser");
        await using var chromium = await Chromium.StartAsync(Look.All[0]);
        var page = await chromium.Context.NewPageAsync();
        await page.GotoAsync(Authorize(gateway, await gateway.PushAsync("citizen-credential", Pkce.Generate())));
        var link = (await page.Locator("a.button").First.GetAttributeAsync("href"))!;
        var asked = JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(
            (await gateway.Http.GetStringAsync(HttpUtility.ParseQueryString(new Uri(link).Query)["request_uri"])).Split('.')[1]))!;

        // A wallet that declines: what it presents is the other tests' business.
        using var refusal = new FormUrlEncodedContent([new("error", "access_denied")]);
        using var answered = await gateway.Http.PostAsync(asked["response_uri"]!.GetValue<string>(), refusal);

        await page.WaitForURLAsync(url => url.StartsWith(gateway.Wallet.RedirectUri, StringComparison.Ordinal));
        Assert.Equal("access_denied", HttpUtility.ParseQueryString(new Uri(page.Url).Query)["error"]);
    }

    private static async Task<IReadOnlyList<(string Name, string Url)>> PagesAsync(LoopbackGateway gateway, IPage page)
    {
        var wallet = gateway.Wallet;
        var waiting = await ReturnUrlAsync(gateway, page, (await wallet.StartAsync("browser-credential", Pkce.Generate())).RequestUri!);
        var pkce = Pkce.Generate();
        var asked = await wallet.StartAsync("browser-credential", pkce);
        var done = await ReturnUrlAsync(gateway, page, asked.RequestUri!);
        var session = HttpUtility.ParseQueryString(new Uri(page.Url).Query)["session"]!;
        Assert.True((await gateway.Backend.CompleteWebStepAsync(session, new JsonObject())).Succeeded);
        Assert.NotNull((await wallet.ContinueAsync(asked.AuthSession!, pkce.Verifier)).Code);
        await page.GotoAsync(Authorize(gateway, await gateway.PushAsync("citizen-credential", Pkce.Generate())));
        return
        [
            ("presentation", page.Url),
            ("presentation-still", page.Url + "?pause=1"),
            ("waiting", waiting),
            ("waiting-still", waiting + "&pause=1"),
            ("done", done),
            ("link-dead", Authorize(gateway, "urn:ietf:params:oauth:request_uri:x")),
            ("bad-request", gateway.Endpoints.Authorization.ToString()),
            ("not-found", new Uri(gateway.Endpoints.Issuer, "/nothing").ToString()),
            ("no-cookies", Authorize(gateway, await gateway.PushAsync("citizen-credential", Pkce.Generate())) + "&cookie=1"),
        ];
    }

    private static async Task<string> ReturnUrlAsync(LoopbackGateway gateway, IPage page, string requestUri)
    {
        await page.GotoAsync(Authorize(gateway, requestUri));
        return HttpUtility.ParseQueryString(new Uri(page.Url).Query)["return"]!;
    }

    private static async Task AssertReadableAsync(IPage page, Look look)
    {
        Assert.Equal(look.Locale, await page.Locator("html").GetAttributeAsync("lang"));
        Assert.Equal(1, await page.Locator("h1").CountAsync());
        Assert.Equal(1, await page.Locator("main").CountAsync());
        Assert.Equal(await page.InnerTextAsync("h1"), (await page.TitleAsync()).Split(" · ")[0]);

        // Nothing sticks out to the side, neither at 320 pixels nor at a zoom of 400 % (WCAG 2.2, success criterion 1.4.10).
        Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= page.ViewportSize!.Width);
        var box = await page.Locator("main").BoundingBoxAsync();
        Assert.InRange(box!.X + box.Width, 1, page.ViewportSize!.Width);
        var heading = await page.Locator("h1").BoundingBoxAsync();
        Assert.InRange(heading!.X + heading.Width, 1, box.X + box.Width);
    }

    private static string Authorize(LoopbackGateway gateway, string requestUri) =>
        $"{gateway.Endpoints.Authorization}?client_id=wallet&request_uri={Uri.EscapeDataString(requestUri)}";
}
