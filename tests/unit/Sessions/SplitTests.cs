using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Web;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Protocol.Capabilities;

namespace Eudiplo.Unit.Tests.Sessions;

/// <summary>
/// Two activations of one session, each with a memory of its own: a cluster that disagrees about who is alive. The one that is behind finds
/// out before it refuses or keeps anybody waiting. What is written is decided by compare-and-swap.
/// </summary>
public sealed class SplitTests : IAsyncLifetime
{
    private const string RequestUriPrefix = "urn:ietf:params:oauth:request_uri:";

    private readonly SecretText _browser = new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));
    private readonly SessionHost _one;
    private readonly SessionHost _two;
    private readonly TestWallet _wallet;

    public SplitTests()
    {
        _one = new SessionHost(new TestTenants(d =>
        {
            d["pushedAuthorizationRequests"] = true;
            d["credentialConfigurations"]!.AsArray().Add(JsonNode.Parse(
                """
                { "credentialConfigId": "page-then-pid", "iaeActions": [
                  { "type": "redirect_to_web", "url": "https://forms.example/1?r={return_url}" },
                  { "type": "openid4vp_presentation", "presentationConfigId": "pid" } ] }
                """));
        }));
        _two = new SessionHost(_one.Tenants, _one.Storage, _one.Clock);
        _wallet = new TestWallet(_one);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }

    [Fact]
    public async Task A_wallet_goes_on_where_its_step_was_confirmed_elsewhere()
    {
        var first = await _wallet.BeginAsync("web");
        Assert.Equal("authorization_pending", (await _wallet.ContinueAsync(_wallet.Verify(first))).Error?.Code);
        Assert.Null((await _two.Session(_wallet.SessionId).ConfirmWebStepAsync(new ConfirmWebStep { Credentials = TestWallet.Backend })).Error);

        Assert.NotNull((await _wallet.ContinueAsync(_wallet.Verify(first))).Code);
    }

    [Fact]
    public async Task A_wallet_redeems_a_code_that_it_got_elsewhere_and_an_operator_sees_it()
    {
        var first = await _wallet.BeginAsync("guide");
        var code = (await _two.Session(_wallet.SessionId).ContinueAsync(_wallet.Verify(first))).Code!.Value;

        // Nobody has looked at the first activation since: it believes that the step is still waiting.
        Assert.Null((await _wallet.RedeemAsync(code)).Error);
        Assert.Equal(SessionStatus.Redeemed, (await _two.Session(_wallet.SessionId).ViewAsync())!.Status);
    }

    [Fact]
    public async Task A_browser_returns_that_was_opened_elsewhere_and_waits_for_no_word_that_came_elsewhere()
    {
        var first = await _wallet.BeginAsync("page-then-pid");
        var ticket = TicketOf(await OpenAsync(_two, first.Interaction!.RequestUri!.Value));

        Assert.Equal(BrowserPageKind.Waiting, (await ReturnAsync(_one, ticket)).Page?.Kind);
        Assert.Null((await _two.Session(_wallet.SessionId).ConfirmWebStepAsync(new ConfirmWebStep { Credentials = TestWallet.Backend })).Error);

        Assert.NotNull((await ReturnAsync(_one, ticket)).Location);
    }

    [Fact]
    public async Task A_pushed_session_is_opened_asked_and_shown_wherever_its_browser_and_its_wallet_come()
    {
        var pushed = await _one.Session(_wallet.SessionId).PushAsync(_wallet.Request("page-then-pid"));
        Assert.Null(pushed.Error);
        var ticket = TicketOf(await OpenAsync(_two, pushed.RequestUri!.Value));
        Assert.Equal(BrowserPageKind.Waiting, (await ReturnAsync(_one, ticket)).Page?.Kind);
        Assert.Null((await _two.Session(_wallet.SessionId).ConfirmWebStepAsync(new ConfirmWebStep { Credentials = TestWallet.Backend })).Error);
        Assert.NotNull((await ReturnAsync(_two, ticket)).Location);

        // The page of the next step, at the one that saw neither the word nor the return.
        var page = (await _one.Session(_wallet.SessionId).ShowPageAsync(new ShowPage(_browser, null))).Page;
        Assert.Equal(BrowserPageKind.Presentation, page?.Kind);
    }

    [Fact]
    public async Task A_wallet_fetches_and_answers_a_question_that_was_put_elsewhere()
    {
        var pushed = await _one.Session(_wallet.SessionId).PushAsync(_wallet.Request("pid-only"));
        Assert.Null((await _one.Session(_wallet.SessionId).FetchPresentationRequestAsync(new SecretText("none"))).RequestObject);
        Assert.NotNull((await OpenAsync(_two, pushed.RequestUri!.Value)).Location);
        var link = SecretOf((await _two.Session(_wallet.SessionId).ShowPageAsync(new ShowPage(_browser, null))).Page!.ScanLink!.Value);

        // Not "unknown": it is asked, and its answer is a wrong one.
        var posted = await _one.Session(_wallet.SessionId).PostPresentationAsync(new PostPresentation(link, new SecretText("{}")));
        Assert.NotNull(posted.Error);
        Assert.NotEqual(404, posted.Error.Status);
        Assert.Equal(1, _one.Stored(_wallet.SessionId)!.Attempts);
    }

    private static string TicketOf(BrowserReply page)
    {
        Assert.True(Capability.TryDecode(HttpUtility.ParseQueryString(new Uri(HttpUtility.ParseQueryString(new Uri(page.Location!).Query)["r"]!).Query)["ticket"], out _, out var secret));
        return secret;
    }

    private static SecretText SecretOf(string link)
    {
        Assert.True(Capability.TryDecode(HttpUtility.ParseQueryString(new Uri(link).Query)["request_uri"]!.Split('/')[^1], out _, out var secret));
        return new SecretText(secret);
    }

    private Task<BrowserReply> OpenAsync(SessionHost host, string requestUri)
    {
        Assert.True(Capability.TryDecode(requestUri[RequestUriPrefix.Length..], out _, out var secret));
        return host.Session(_wallet.SessionId).OpenBrowserAsync(new OpenBrowser("wallet", new SecretText(secret), _browser));
    }

    private Task<BrowserReply> ReturnAsync(SessionHost host, string ticket) =>
        host.Session(_wallet.SessionId).ReturnBrowserAsync(new ReturnBrowser(new SecretText(ticket), _browser));
}
