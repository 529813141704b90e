using System.Net;
using System.Text.Json.Nodes;
using Eudiplo.Gateway.Tests.Clients;
using Eudiplo.Gateway.Tests.FrontChannel;
using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.WalletSimulator.InteractiveAuthorization;
using Eudiplo.WalletSimulator.OAuth;

namespace Eudiplo.Gateway.Tests.Dialects;

/// <summary>The authorization challenge endpoint sends a whole request to the browser (OAuth 2.0 for First-Party Applications, section 5.2.2.1.1).</summary>
public sealed class RedirectToWebTests
{
    private const string Custom = "urn:example:card-reader";

    [Theory]
    [InlineData(null)]
    [InlineData(Custom)]
    public async Task A_client_that_can_do_none_of_the_steps_goes_through_all_of_them_in_a_browser(string? types)
    {
        await using var host = await GatewayHost.StartAsync();
        var (pages, browser) = (new PagesWallet(host), new TestBrowser(host.Http));

        var reply = await SendAsync(host, Request(host, "citizen-credential", types, pages.Pkce));

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Equal(["error", "error_description", "request_uri", "expires_in"], reply.Json.Select(m => m.Key));
        Assert.Equal("redirect_to_web", reply.Error);
        var url = (await pages.OpenAsync(browser, reply.Member("request_uri")!)).Location!;
        var page = new Page(await browser.GoAsync(url), url, browser);
        var asked = await pages.TakeUpAsync(page.OpenLink);
        var (_, json) = await pages.PostAsync(asked, ("response", pages.Answer(asked)));
        var back = await browser.GoAsync(new Uri(json["redirect_uri"]!.GetValue<string>()));
        Assert.True((await pages.RedeemAsync(back)).Succeeded);
    }

    [Fact]
    public async Task A_client_that_can_do_some_of_the_steps_is_told_which_type_it_lacks()
    {
        await using var host = await GatewayHost.StartAsync();

        var reply = await SendAsync(
            host, Request(host, "organization-credential", "urn:openid:dcp:ia:openid4vp_presentation", Pkce.Generate()));

        Assert.Equal("missing_interaction_type", reply.Error);
    }

    [Fact]
    public async Task A_tenant_may_send_every_request_to_the_browser_or_none()
    {
        await using var always = await StartAsync("always");
        await using var never = await StartAsync("never");
        await using var unpushed = await GatewayHost.StartWithAsync(tenant => tenant["pushedAuthorizationRequests"] = false);
        const string All = "urn:openid:dcp:ia:openid4vp_presentation,urn:openid:dcp:ia:auth_via_web";

        Assert.NotNull((await SendAsync(always, Request(always, "web-credential", All, Pkce.Generate()))).Member("request_uri"));
        foreach (var host in new[] { never, unpushed })
        {
            Assert.Equal("missing_interaction_type", (await SendAsync(host, Request(host, "web-credential", Custom, Pkce.Generate()))).Error);
            Assert.Equal("invalid_request", (await SendAsync(host, Request(host, "web-credential", null, Pkce.Generate()))).Error);
        }
    }

    [Fact]
    public async Task Without_a_code_challenge_there_is_no_request_uri()
    {
        await using var host = await GatewayHost.StartAsync();
        var request = Request(host, "web-credential", null, Pkce.Generate()).Where(p => !p.Key.StartsWith("code_challenge", StringComparison.Ordinal));

        var reply = await SendAsync(host, request);

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Null(reply.Member("request_uri"));
    }

    [Fact]
    public async Task Without_a_redirect_uri_the_client_begins_anew_in_the_browser()
    {
        await using var host = await GatewayHost.StartAsync();
        var request = Request(host, "web-credential", null, Pkce.Generate()).Where(p => p.Key != "redirect_uri");

        var reply = await SendAsync(host, request);

        Assert.Equal("redirect_to_web", reply.Error);
        Assert.Null(reply.Member("request_uri"));
    }

    [Theory]
    [InlineData("redirect_uri", "https://evil.example/#x", "invalid_request")]
    [InlineData("code_challenge", "x", "invalid_request")]
    [InlineData("response_type", "token", "unsupported_response_type")]
    public async Task A_bad_request_does_not_become_a_good_one_in_the_browser(string name, string value, string error)
    {
        await using var host = await GatewayHost.StartAsync();
        var request = Request(host, "web-credential", null, Pkce.Generate()).Where(p => p.Key != name).Append(new(name, value));

        Assert.Equal(error, (await SendAsync(host, request)).Error);
    }

    [Fact]
    public async Task Steps_that_cannot_be_pages_keep_the_request_out_of_the_browser()
    {
        await using var host = await GatewayHost.StartWithAsync(tenant => WebPageTests.Page(tenant).ReplaceWith(new JsonObject
        {
            ["type"] = Custom,
            ["response"] = "card",
        }));

        Assert.Equal("invalid_request", (await SendAsync(host, Request(host, "browser-credential", null, Pkce.Generate()))).Error);
        Assert.Equal(
            "missing_interaction_type",
            (await SendAsync(host, Request(host, "browser-credential", "urn:openid:dcp:ia:auth_via_web", Pkce.Generate()))).Error);
    }

    private static Task<GatewayHost> StartAsync(string redirectToWeb) => GatewayHost.StartWithAsync(
        tenant => tenant["interactiveAuthorization"] = new JsonObject { ["redirectToWeb"] = redirectToWeb });

    private static IEnumerable<KeyValuePair<string, string>> Request(GatewayHost host, string credential, string? types, Pkce pkce) =>
        (new WalletClient(host.Http, host.Endpoints(), new FirstPartyDialect(), "wallet").RequestFor(credential, pkce) with { InteractionTypes = types }).Parameters();

    private static Task<SignedReply> SendAsync(GatewayHost host, IEnumerable<KeyValuePair<string, string>> parameters) =>
        SignedClient.PostAsync(host, new Uri("https://issuer.example/demo/oid4vci/authorize/challenge"), parameters);
}
