using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Web;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Protocol.Capabilities;
using Eudiplo.Unit.Tests.Clock;
using Eudiplo.Unit.Tests.Sessions;
using Eudiplo.Unit.Tests.Storage;

namespace Eudiplo.Unit.Tests.FrontChannel;

/// <summary>A browser in a session of several steps, where the wallet goes on with an auth_session.</summary>
public sealed class BrowserVisitTests
{
    private readonly SecretText _browser = NewBrowser();

    [Fact]
    public async Task When_more_steps_follow_the_wallet_gets_a_new_auth_session_and_shows_its_verifier_with_it()
    {
        await using var host = new SessionHost(Tenants());
        var wallet = new TestWallet(host);
        var first = await wallet.BeginAsync(Request(wallet));
        var back = await ReturnAsync(host, wallet, await OpenAsync(host, wallet, first));
        var brought = Query(back.Location, "auth_session")!;

        Assert.Equal("https://issuer.example/acme", Query(back.Location, "iss"));
        Assert.Equal("a state & more", Query(back.Location, "state"));
        Assert.Null(Query(back.Location, "code"));
        Assert.NotEqual(first.Interaction!.AuthSession.Value, brought);
        Assert.Equal("invalid_request", (await wallet.ContinueAsync(TestWallet.FollowUp(brought, null, null))).Error?.Code);
        Assert.Equal("invalid_code_verifier", (await wallet.ContinueAsync(TestWallet.FollowUp(brought, null, new string('v', 43)))).Error?.Code);
        Assert.Equal("redirect_to_web", (await wallet.ContinueAsync(TestWallet.FollowUp(brought, null, wallet.Verifier))).Interaction?.Type);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_wallets_last_auth_session_works_beside_the_new_one_until_one_of_them_is_used(bool useNew)
    {
        await using var host = new SessionHost(Tenants());
        var wallet = new TestWallet(host);
        var first = await wallet.BeginAsync(Request(wallet));
        var back = await ReturnAsync(host, wallet, await OpenAsync(host, wallet, first));
        var (last, brought) = (first.Interaction!.AuthSession.Value, Query(back.Location, "auth_session")!);
        var (used, other) = useNew ? (brought, last) : (last, brought);

        var second = await wallet.ContinueAsync(TestWallet.FollowUp(used, null, wallet.Verifier));

        Assert.NotNull(second.Interaction);
        Assert.Equal("invalid_auth_session", (await wallet.ContinueAsync(TestWallet.FollowUp(other, null, wallet.Verifier))).Error?.Code);
        Assert.Equal(second, await wallet.ContinueAsync(TestWallet.FollowUp(used, null, wallet.Verifier)));
    }

    [Fact]
    public async Task Coming_back_again_gives_the_same_auth_session_until_the_wallet_has_moved_on()
    {
        await using var host = new SessionHost(Tenants());
        var wallet = new TestWallet(host);
        var ticket = await OpenAsync(host, wallet, await wallet.BeginAsync(Request(wallet)));
        var back = await ReturnAsync(host, wallet, ticket);

        Assert.Equal(back, await ReturnAsync(host, wallet, ticket));
        await wallet.ContinueAsync(TestWallet.FollowUp(Query(back.Location, "auth_session"), null, wallet.Verifier));

        Assert.Equal(BrowserPageKind.Done, (await ReturnAsync(host, wallet, ticket)).Page?.Kind);
    }

    [Fact]
    public async Task A_ticket_of_one_step_says_nothing_about_the_next()
    {
        await using var host = new SessionHost(Tenants());
        var wallet = new TestWallet(host);
        var ticket = await OpenAsync(host, wallet, await wallet.BeginAsync(Request(wallet)));
        var back = await ReturnAsync(host, wallet, ticket);
        var second = await wallet.ContinueAsync(TestWallet.FollowUp(Query(back.Location, "auth_session"), null, wallet.Verifier));
        var nextTicket = await OpenAsync(host, wallet, second);

        Assert.Equal("invalid_ticket", (await ReturnAsync(host, wallet, ticket)).Error?.Code);
        Assert.Equal("authorization_pending", (await wallet.ContinueAsync(wallet.Verify(second))).Error?.Code);
        Assert.NotNull(Query((await ReturnAsync(host, wallet, nextTicket)).Location, "code"));
    }

    [Fact]
    public async Task A_request_uri_whose_time_is_over_is_refused_even_to_its_own_browser_and_the_way_back_stays_open()
    {
        await using var host = new SessionHost(Tenants());
        var wallet = new TestWallet(host);
        var first = await wallet.BeginAsync(Request(wallet));
        var ticket = await OpenAsync(host, wallet, first);
        host.Clock.Advance(TimeSpan.FromSeconds(first.Interaction!.ExpiresIn!.Value));

        Assert.Equal("invalid_request_uri", (await TryOpenAsync(host, wallet, first, _browser)).Error?.Code);
        Assert.NotNull((await ReturnAsync(host, wallet, ticket)).Location);
    }

    [Fact]
    public async Task A_ticket_ends_with_its_session()
    {
        await using var host = new SessionHost(Tenants());
        var wallet = new TestWallet(host);
        var ticket = await OpenAsync(host, wallet, await wallet.BeginAsync(Request(wallet)));
        host.Clock.Advance(TimeSpan.FromSeconds(600));

        Assert.Equal("invalid_ticket", (await ReturnAsync(host, wallet, ticket)).Error?.Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_browsers_that_open_a_request_uri_at_once_one_wins(bool severalProcesses)
    {
        var (storage, clock, tenants) = (new MemoryGrainStorage(), new FakeTimeProvider(), Tenants());
        await using var one = new SessionHost(tenants, storage, clock, sharesDatabase: severalProcesses);
        await using var two = new SessionHost(tenants, storage, clock, sharesDatabase: severalProcesses);
        var wallet = new TestWallet(one);
        var first = await wallet.BeginAsync(Request(wallet));

        var replies = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(() => SessionHost.Retrying(
            () => TryOpenAsync(severalProcesses && i % 2 == 0 ? two : one, wallet, first, NewBrowser())))));

        Assert.Single(replies, r => r.Location is not null);
        Assert.Equal(31, replies.Count(r => r.Error?.Code == "invalid_request_uri"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("====================================+/==")]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8AAAA")]
    public async Task A_cookie_that_is_none_of_ours_opens_nothing_and_binds_nothing(string cookie)
    {
        await using var host = new SessionHost(Tenants());
        var wallet = new TestWallet(host);
        var first = await wallet.BeginAsync(Request(wallet));

        Assert.Equal("invalid_request_uri", (await TryOpenAsync(host, wallet, first, new SecretText(cookie))).Error?.Code);
        Assert.Null(host.Stored(wallet.SessionId)!.Browser);
    }

    [Fact]
    public async Task The_cookie_and_the_ticket_are_not_stored()
    {
        await using var host = new SessionHost(Tenants());
        var wallet = new TestWallet(host);
        var ticket = await OpenAsync(host, wallet, await wallet.BeginAsync(Request(wallet)));

        var stored = System.Text.Json.JsonSerializer.Serialize(host.Stored(wallet.SessionId));

        Assert.DoesNotContain(_browser.Value, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(Base64Url.DecodeFromChars(_browser.Value)), stored, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(Base64Url.DecodeFromChars(ticket)), stored, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://forms.example/register", "url")]
    [InlineData("https://{return_url}/register", "url")]
    [InlineData("https://forms.example/régister?r={return_url}", "url")]
    public void A_page_that_the_browser_completes_needs_a_place_for_the_way_back(string url, string member)
    {
        var document = TestTenants.Document("acme", null);
        var action = document["credentialConfigurations"]![0]!["iaeActions"]![0]!;
        (action["url"], action["completion"]) = (url, "browser");

        var read = Grains.Tenants.TenantDocumentReader.Read(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(document), out var errors);

        Assert.Null(read);
        Assert.Contains(errors, e => e.StartsWith($"$.credentialConfigurations[0].iaeActions[0].{member}:", StringComparison.Ordinal));
    }

    private static TestTenants Tenants() => new(d => d["credentialConfigurations"]!.AsArray().Add(JsonNode.Parse(
        """
        { "credentialConfigId": "two-returns", "iaeActions": [
          { "type": "redirect_to_web", "url": "https://forms.example/1?s={auth_session}&r={return_url}", "completion": "browser" },
          { "type": "redirect_to_web", "url": "https://forms.example/2?r={return_url}", "completion": "browser" } ] }
        """)));

    private static BeginSession Request(TestWallet wallet) => wallet.Request("two-returns") with { State = "a state & more" };

    private static SecretText NewBrowser() => new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));

    private static string? Query(string? url, string name) => HttpUtility.ParseQueryString(new Uri(url!).Query)[name];

    private static Task<BrowserReply> TryOpenAsync(SessionHost host, TestWallet wallet, SessionReply asked, SecretText browser)
    {
        Assert.True(Capability.TryDecode(asked.Interaction!.RequestUri!.Value["urn:ietf:params:oauth:request_uri:".Length..], out _, out var secret));
        return host.Session(wallet.SessionId).OpenBrowserAsync(new OpenBrowser("wallet", new(secret), browser));
    }

    private async Task<string> OpenAsync(SessionHost host, TestWallet wallet, SessionReply asked)
    {
        var page = await TryOpenAsync(host, wallet, asked, _browser);
        Assert.StartsWith("https://forms.example/", page.Location, StringComparison.Ordinal);
        var back = Query(page.Location, "r")!;
        Assert.StartsWith("https://issuer.example/acme/oid4vci/authorize/return?ticket=", back, StringComparison.Ordinal);
        Assert.True(Capability.TryDecode(Query(back, "ticket"), out var id, out var secret));
        Assert.Equal(wallet.SessionId, id);
        return secret;
    }

    private Task<BrowserReply> ReturnAsync(SessionHost host, TestWallet wallet, string ticket) =>
        host.Session(wallet.SessionId).ReturnBrowserAsync(new ReturnBrowser(new(ticket), _browser));
}
