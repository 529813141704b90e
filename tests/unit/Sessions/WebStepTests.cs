using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Protocol.Capabilities;

namespace Eudiplo.Unit.Tests.Sessions;

public sealed class WebStepTests
{
    [Fact]
    public async Task A_web_step_needs_its_confirmation_and_then_the_code_verifier()
    {
        await using var host = new SessionHost();
        var wallet = new TestWallet(host);
        var first = await wallet.BeginAsync("web");

        Assert.Equal("authorization_pending", (await wallet.ContinueAsync(wallet.Verify(first))).Error?.Code);
        Assert.Equal(SessionStatus.WebAuthCompleted, (await wallet.ConfirmAsync("""{"company":"ACME"}""")).Status);
        Assert.Equal("invalid_request", (await wallet.ContinueAsync(TestWallet.FollowUp(first.Interaction!.AuthSession.Value, null, null))).Error?.Code);
        Assert.NotNull((await wallet.ContinueAsync(wallet.Verify(first))).Code);
        Assert.Equal("""{"company":"ACME"}""", Assert.Single(host.Stored(wallet.SessionId)!.CompletedStepsData).Data);
    }

    [Fact]
    public async Task A_wrong_verifier_is_refused_and_the_right_one_still_works()
    {
        await using var host = new SessionHost();
        var wallet = new TestWallet(host);
        var first = await wallet.BeginAsync("web");
        await wallet.ConfirmAsync();

        Assert.Equal("invalid_code_verifier", (await wallet.ContinueAsync(wallet.Verify(first, new string('x', 43)))).Error?.Code);
        Assert.Equal("invalid_code_verifier", (await wallet.ContinueAsync(wallet.Verify(first, "too-short"))).Error?.Code);
        Assert.NotNull((await wallet.ContinueAsync(wallet.Verify(first))).Code);
    }

    [Fact]
    public async Task Too_many_wrong_answers_end_the_session()
    {
        await using var host = new SessionHost(new TestTenants(d => d["sessions"] = new System.Text.Json.Nodes.JsonObject { ["attemptsPerStep"] = 3 }));
        var wallet = new TestWallet(host);
        var first = await wallet.BeginAsync("web");
        await wallet.ConfirmAsync();

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("invalid_code_verifier", (await wallet.ContinueAsync(wallet.Verify(first, new string((char)('a' + i), 43)))).Error?.Code);
        }

        Assert.Equal(SessionStatus.Failed, host.Stored(wallet.SessionId)!.Status);
        Assert.Equal("invalid_auth_session", (await wallet.ContinueAsync(wallet.Verify(first))).Error?.Code);
    }

    [Fact]
    public async Task Only_a_client_with_the_permission_completes_web_steps()
    {
        await using var host = new SessionHost();
        var wallet = new TestWallet(host);
        await wallet.BeginAsync("web");

        Assert.Equal(401, (await wallet.ConfirmAsync(credentials: PresentedCredentials.None)).Error?.Status);
        Assert.Equal("unauthorized_client", (await wallet.ConfirmAsync(credentials: wallet.Public)).Error?.Code);
        Assert.Equal("invalid_client", (await wallet.ConfirmAsync(credentials: TestWallet.Basic("backend", "guess"))).Error?.Code);
        Assert.Equal("invalid_client", (await wallet.ConfirmAsync(credentials: new PresentedCredentials { ClientId = "backend" })).Error?.Code);
        Assert.Equal("unauthorized_client", (await wallet.ConfirmAsync(credentials: TestWallet.Basic("confidential", TestTenants.WalletSecret))).Error?.Code);
        Assert.Equal(SessionStatus.Pending, host.Stored(wallet.SessionId)!.Status);
    }

    [Fact]
    public async Task The_backend_may_say_the_same_again_but_not_something_else()
    {
        await using var host = new SessionHost();
        var wallet = new TestWallet(host);
        var first = await wallet.BeginAsync("web");
        await wallet.ConfirmAsync("""{"a":1}""");

        Assert.Null((await wallet.ConfirmAsync("""{"a":1}""")).Error);
        Assert.Equal("invalid_request", (await wallet.ConfirmAsync("""{"a":2}""")).Error?.Code);
        await wallet.ContinueAsync(wallet.Verify(first));
        Assert.Equal(SessionStatus.CodeIssued, (await wallet.ConfirmAsync("""{"a":1}""")).Status);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("{")]
    public async Task Result_data_that_is_no_object_is_refused(string data)
    {
        await using var host = new SessionHost();
        var wallet = new TestWallet(host);
        await wallet.BeginAsync("web");

        Assert.Equal("invalid_request", (await wallet.ConfirmAsync(data)).Error?.Code);
        Assert.Null(host.Stored(wallet.SessionId)!.WebConfirmation);
    }

    [Fact]
    public async Task A_presentation_step_cannot_be_completed_by_the_backend()
    {
        await using var host = new SessionHost();
        var wallet = new TestWallet(host);
        await wallet.BeginAsync("pid-then-web");

        Assert.Equal("invalid_request", (await wallet.ConfirmAsync()).Error?.Code);
        Assert.Equal(0, host.Stored(wallet.SessionId)!.CurrentStepIndex);
    }

    [Fact]
    public async Task One_confirmation_completes_one_page()
    {
        await using var host = new SessionHost();
        var wallet = new TestWallet(host);
        var first = await wallet.BeginAsync("two-pages");
        await wallet.ConfirmAsync();
        var second = await wallet.ContinueAsync(wallet.Verify(first));

        Assert.Equal("redirect_to_web", second.Interaction?.Type);
        Assert.Equal("authorization_pending", (await wallet.ContinueAsync(wallet.Verify(second))).Error?.Code);
    }

    [Fact]
    public async Task Where_the_action_says_verifier_the_code_verifier_alone_completes_it_with_the_session_id_or_the_auth_session()
    {
        await using var host = new SessionHost();
        var (byId, bySecret) = (new TestWallet(host), new TestWallet(host));
        await byId.BeginAsync("guide");
        var first = await bySecret.BeginAsync("guide");

        Assert.Equal("invalid_code_verifier", (await byId.ContinueAsync(TestWallet.FollowUp(null, null, new string('v', 43)))).Error?.Code);
        Assert.NotNull((await byId.ContinueAsync(TestWallet.FollowUp(null, null, byId.Verifier))).Code);
        Assert.NotNull((await bySecret.ContinueAsync(bySecret.Verify(first))).Code);
    }

    [Fact]
    public async Task Where_the_backend_confirms_the_session_id_is_no_key_for_the_wallet()
    {
        await using var host = new SessionHost();
        var wallet = new TestWallet(host);
        await wallet.BeginAsync("web");
        await wallet.ConfirmAsync();

        Assert.Equal("invalid_auth_session", (await wallet.ContinueAsync(TestWallet.FollowUp(null, null, wallet.Verifier))).Error?.Code);
    }

    [Fact]
    public async Task A_browser_is_sent_to_the_page_only_with_the_request_uri_of_its_client_and_in_time()
    {
        await using var host = new SessionHost();
        var wallet = new TestWallet(host);
        var first = await wallet.BeginAsync("web");
        var secret = SecretOf(first);
        const string Browser = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

        Assert.Equal($"https://forms.example/register?session={wallet.SessionId}", (await OpenAsync("wallet", secret)).Location);
        Assert.Equal($"https://forms.example/register?session={wallet.SessionId}", (await OpenAsync("wallet", secret)).Location);
        Assert.Equal("invalid_request_uri", (await OpenAsync("registered", secret)).Error?.Code);
        Assert.Equal("invalid_request_uri", (await OpenAsync("wallet", new string('A', 43))).Error?.Code);
        host.Clock.Advance(TimeSpan.FromSeconds(first.Interaction!.ExpiresIn!.Value));
        Assert.Equal("invalid_request_uri", (await OpenAsync("wallet", secret)).Error?.Code);

        Task<BrowserReply> OpenAsync(string client, string with) => host.Session(wallet.SessionId).OpenBrowserAsync(new OpenBrowser(client, new(with), new(Browser)));
    }

    private static string SecretOf(SessionReply reply)
    {
        const string Prefix = "urn:ietf:params:oauth:request_uri:";
        Assert.StartsWith(Prefix, reply.Interaction!.RequestUri!.Value, StringComparison.Ordinal);
        Assert.True(Capability.TryDecode(reply.Interaction.RequestUri.Value[Prefix.Length..], out _, out var secret));
        return secret;
    }
}
