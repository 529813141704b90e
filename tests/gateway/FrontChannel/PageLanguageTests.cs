using System.Net;
using System.Text.RegularExpressions;
using Eudiplo.Gateway.Tests.Hosting;

namespace Eudiplo.Gateway.Tests.FrontChannel;

/// <summary>In which language pages speak, and how a user reads them in peace.</summary>
public sealed partial class PageLanguageTests
{
    [Theory]
    [InlineData("de en", "en", "de")]
    [InlineData("fr-CA de-AT", "en", "de")]
    [InlineData("en", "de", "en")]
    [InlineData("fr", "de", "de")]
    [InlineData("  \t<script>", "de", "de")]
    [InlineData(null, "de", "de")]
    public async Task The_wallets_ui_locales_come_before_the_browsers_languages(string? uiLocales, string accepted, string language)
    {
        await using var host = await GatewayHost.StartAsync();

        var visit = await ShowAsync(host, new TestBrowser(host.Http, accepted), uiLocales);

        Assert.Equal(language, visit.Headers["Content-Language"]);
        Assert.Contains($"<html lang=\"{language}\">", visit.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_can_change_the_language_and_the_pages_to_come_keep_it()
    {
        await using var host = await GatewayHost.StartAsync();
        var browser = new TestBrowser(host.Http);
        var visit = await ShowAsync(host, browser, "en");
        var link = OtherLanguage().Match(visit.Html);
        Assert.Equal("Deutsch", link.Groups[3].Value);
        Assert.Equal("de", link.Groups[2].Value);

        var german = await browser.GoAsync(new Uri(visit.Url, WebUtility.HtmlDecode(link.Groups[1].Value)));
        var next = await browser.GoAsync(visit.Url);
        var back = await browser.GoAsync(new Uri(visit.Url, "?lang=en"));

        Assert.Equal(["de", "de", "en"], new[] { german, next, back }.Select(v => v.Headers["Content-Language"]));
        Assert.All(browser.SetCookies.Where(c => c.StartsWith("eudiplo-language", StringComparison.Ordinal)), cookie =>
        {
            Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
        });
    }

    [Theory]
    [InlineData("?lang=fr")]
    [InlineData("?lang=de&lang=de")]
    [InlineData("?lang=%22%3E%3Cscript%3E")]
    public async Task A_language_that_there_is_not_changes_nothing(string query)
    {
        await using var host = await GatewayHost.StartAsync();
        var browser = new TestBrowser(host.Http);

        var visit = await browser.GoAsync(new Uri(host.Endpoints().Authorization + query));

        PageTests.AssertSafe(visit);
        Assert.Equal("en", visit.Headers["Content-Language"]);
        Assert.Empty(browser.Cookies);
    }

    [Fact]
    public async Task A_page_that_looks_again_by_itself_stands_still_when_the_user_says_so()
    {
        await using var host = await GatewayHost.StartAsync();
        var browser = new TestBrowser(host.Http);
        var visit = await ShowAsync(host, browser, null);
        Assert.Equal("3", visit.Headers["Refresh"]);

        var still = await browser.GoAsync(new Uri(visit.Url, Link(visit, "Stop looking by itself")));
        var looked = await browser.GoAsync(new Uri(visit.Url, Link(still, "Look again now")));
        var german = await browser.GoAsync(new Uri(still.Url, WebUtility.HtmlDecode(OtherLanguage().Match(still.Html).Groups[1].Value)));
        var moving = await browser.GoAsync(new Uri(visit.Url, Link(still, "Look by itself again")));

        Assert.All([still, looked, german], v => Assert.False(v.Headers.ContainsKey("Refresh")));
        Assert.Equal("de", german.Headers["Content-Language"]);
        Assert.Equal("3", moving.Headers["Refresh"]);
        Assert.Equal(HttpStatusCode.OK, moving.Status);
    }

    [Fact]
    public async Task A_browser_that_asks_too_often_is_shown_a_page_that_comes_again()
    {
        await using var host = await GatewayHost.StartAsync(Limits.LimitTests.Still, "--Eudiplo:RateLimits:PerAddress=1");
        var browser = new TestBrowser(host.Http);
        await browser.GoAsync(host.Endpoints().Authorization);

        var visit = await browser.GoAsync(host.Endpoints().Authorization);

        PageTests.AssertSafe(visit);
        Assert.Equal(HttpStatusCode.TooManyRequests, visit.Status);
        Assert.Equal("1", visit.Headers["Retry-After"]);
        Assert.Equal("10", visit.Headers["Refresh"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("@media (prefers-color-scheme:dark)")]
    public async Task Every_text_has_the_contrast_of_WCAG_AA_in_light_and_in_dark(string scheme)
    {
        await using var host = await GatewayHost.StartAsync();
        var css = (await new TestBrowser(host.Http).GoAsync(host.Endpoints().Authorization)).Html;
        var rule = css[css.IndexOf(scheme + (scheme.Length == 0 ? ":root{" : "{:root{"), StringComparison.Ordinal)..];
        var colours = Colour().Matches(rule[..rule.IndexOf('}', StringComparison.Ordinal)])
            .ToDictionary(m => m.Groups[1].Value, m => Luminance(m.Groups[2].Value), StringComparer.Ordinal);

        foreach (var (text, ground) in new[]
        {
            ("ink", "card"), ("soft", "card"), ("link", "card"), ("link", "ground"), ("onlink", "link"), ("bad", "card"), ("good", "card"),
        })
        {
            var (high, low) = (Math.Max(colours[text], colours[ground]), Math.Min(colours[text], colours[ground]));
            Assert.True((high + 0.05) / (low + 0.05) >= 4.5, $"{text} on {ground}: {(high + 0.05) / (low + 0.05):0.00}");
        }
    }

    private static string Link(Visit visit, string text) =>
        WebUtility.HtmlDecode(Regex.Match(visit.Html, $"href=\"([^\"]*)\"[^>]*>{Regex.Escape(text)}</a>").Groups[1].Value);

    private static async Task<Visit> ShowAsync(GatewayHost host, TestBrowser browser, string? uiLocales)
    {
        var wallet = new PagesWallet(host) { UiLocales = uiLocales };
        return await browser.GoAsync((await wallet.OpenAsync(browser, await wallet.PushAsync("citizen-credential"))).Location!);
    }

    // Relative luminance (WCAG 2.2) of #rgb or #rrggbb.
    private static double Luminance(string hex)
    {
        var full = hex.Length == 3 ? string.Concat(hex.Select(c => new string(c, 2))) : hex;
        var channels = Convert.FromHexString(full).Select(b => b / 255.0).Select(c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4)).ToArray();
        return (0.2126 * channels[0]) + (0.7152 * channels[1]) + (0.0722 * channels[2]);
    }

    [GeneratedRegex("<a href=\"([^\"]*)\" lang=\"(..)\" hreflang=\"..\">([^<]+)</a>")]
    private static partial Regex OtherLanguage();

    [GeneratedRegex("--([a-z]+):#([0-9a-f]+)")]
    private static partial Regex Colour();
}
