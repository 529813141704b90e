using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.WalletSimulator.OAuth;

namespace Eudiplo.Gateway.Tests.FrontChannel;

/// <summary>The pages themselves: what they escape, what they forbid, where errors do not lead.</summary>
public sealed partial class PageTests
{
    private const string Authorize = "https://issuer.example/demo/oid4vci/authorize";
    private const string SomeCapability = "AaIB2MS-fsOFs5O7osbELqmoyXXyBXTpC4yQHjBIklT4ogVVBMY-aVrTrvd6WycU";

    public static TheoryData<string, HttpStatusCode> WrongAddresses => new()
    {
        { "", HttpStatusCode.BadRequest },
        { "?client_id=wallet", HttpStatusCode.BadRequest },
        { "?request_uri=urn:ietf:params:oauth:request_uri:" + SomeCapability, HttpStatusCode.BadRequest },
        { "?client_id=a&client_id=b&request_uri=urn:ietf:params:oauth:request_uri:" + SomeCapability, HttpStatusCode.BadRequest },
        { "?client_id=wallet&request_uri=urn:ietf:params:oauth:request_uri:" + SomeCapability, HttpStatusCode.BadRequest },
        { "?client_id=wallet&request_uri=https://evil.example/request", HttpStatusCode.BadRequest },
        { "?client_id=wallet&request_uri=urn:ietf:params:oauth:request_uri:", HttpStatusCode.BadRequest },
        { "?client_id=wallet&redirect_uri=https://evil.example&response_type=code&scope=x&state=y", HttpStatusCode.BadRequest },
        { "?client_id=<script>alert(1)</script>&request_uri=\"><img src=x>", HttpStatusCode.BadRequest },
        { "?client_id=%00%ff&request_uri=%0d%0aLocation:%20https://evil.example", HttpStatusCode.BadRequest },
        { "/return", HttpStatusCode.BadRequest },
        { "/return?ticket=", HttpStatusCode.BadRequest },
        { "/return?ticket=<script>", HttpStatusCode.BadRequest },
        { "/return?ticket=a&ticket=b", HttpStatusCode.BadRequest },
        { "/return?ticket=" + SomeCapability, HttpStatusCode.BadRequest },
        { "/nothing", HttpStatusCode.NotFound },
    };

    [Theory]
    [MemberData(nameof(WrongAddresses))]
    public async Task A_wrong_address_is_told_on_a_page_that_leads_nowhere_and_repeats_nothing(string address, HttpStatusCode status)
    {
        await using var host = await GatewayHost.StartAsync();

        var visit = await new TestBrowser(host.Http).GoAsync(new Uri(Authorize + address));

        Assert.Equal(status, visit.Status);
        AssertSafe(visit);
        Assert.DoesNotContain("evil", visit.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", visit.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("alert", visit.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_of_no_tenant_is_not_found()
    {
        await using var host = await GatewayHost.StartAsync();

        foreach (var tenant in new[] { "nobody", "UPPER", "%3Cscript%3E" })
        {
            var url = $"https://issuer.example/{tenant}/oid4vci/authorize/return?ticket={SomeCapability}";
            var visit = await new TestBrowser(host.Http).GoAsync(new Uri(url));
            Assert.True(visit.Status is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, visit.Status.ToString());
            AssertSafe(visit);
        }
    }

    [Fact]
    public async Task A_client_that_asks_for_no_html_is_told_in_json()
    {
        await using var host = await GatewayHost.StartAsync();

        using var response = await host.Http.GetAsync(Authorize + "/return?ticket=x");

        Assert.Equal("invalid_request", await BadInput.BadInputTests.AssertErrorAsync(response));
    }

    [Fact]
    public async Task What_the_tenant_and_its_steps_are_called_is_a_text_and_never_markup()
    {
        const string Name = "<script>alert('x')</script> & \"Söhne\"";
        const string Label = "</p><img src=x onerror=alert(1)>";
        await using var host = await GatewayHost.StartWithAsync(tenant =>
        {
            tenant["displayName"] = Name;
            WebPageTests.Page(tenant)["completion"] = "service";
            WebPageTests.Page(tenant)["label"] = Label;
        });
        var (wallet, browser) = (host.Wallet(), new TestBrowser(host.Http));
        var away = await WebPageTests.OpenAsync(host, wallet, browser, await wallet.StartAsync("browser-credential", Pkce.Generate()));

        var waiting = await browser.GoAsync(new Uri(away.Query("return")!));

        AssertSafe(waiting);
        Assert.DoesNotContain("<img", waiting.Html, StringComparison.Ordinal);
        Assert.Contains(Name, WebUtility.HtmlDecode(waiting.Html), StringComparison.Ordinal);
        Assert.Contains(Label, WebUtility.HtmlDecode(waiting.Html), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("de-AT,en;q=0.5", "de")]
    [InlineData("fr,de;q=0.7,en;q=0.8", "en")]
    [InlineData("en;q=0,de", "de")]
    [InlineData("fr", "en")]
    [InlineData(";;;q=,,*", "en")]
    public async Task A_page_speaks_the_language_that_the_browser_likes_best(string accepted, string language)
    {
        await using var host = await GatewayHost.StartAsync();

        var visit = await new TestBrowser(host.Http, accepted).GoAsync(new Uri(Authorize));

        Assert.Contains($"<html lang=\"{language}\">", visit.Html, StringComparison.Ordinal);
        Assert.Equal(language, visit.Headers["Content-Language"]);
    }

    internal static void AssertSafe(Visit visit)
    {
        Assert.Null(visit.Location);
        Assert.StartsWith("text/html", visit.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Equal("no-store", visit.Headers["Cache-Control"]);
        Assert.Equal("no-referrer", visit.Headers["Referrer-Policy"]);
        Assert.Equal("nosniff", visit.Headers["X-Content-Type-Options"]);
        var policy = visit.Headers["Content-Security-Policy"];
        Assert.StartsWith("default-src 'none'; ", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        var style = StyleElement().Match(visit.Html).Groups[1].Value;
        Assert.Contains($"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", visit.Html, StringComparison.OrdinalIgnoreCase);
        Assert.Single(Heading().Matches(visit.Html));
    }

    [GeneratedRegex("<style>(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex StyleElement();

    [GeneratedRegex("<h1>")]
    private static partial Regex Heading();
}
