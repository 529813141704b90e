using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Grains.Abstractions.Sessions;

namespace Eudiplo.Unit.Tests.Sessions;

public sealed class CapabilityTests
{
    [Fact]
    public async Task Auth_session_is_new_in_every_answer_and_the_previous_one_is_refused()
    {
        await using var host = new SessionHost();
        var wallet = new TestWallet(host);
        var first = await wallet.BeginAsync("two-pages");
        await wallet.ConfirmAsync(step: host.Stored(wallet.SessionId)!.CurrentStepIndex);
        var second = await wallet.ContinueAsync(wallet.Verify(first));
        await wallet.ConfirmAsync(step: host.Stored(wallet.SessionId)!.CurrentStepIndex);

        Assert.NotEqual(first.Interaction!.AuthSession, second.Interaction!.AuthSession);
        var old = wallet.Verify(first, new string('o', 43));
        Assert.Equal("invalid_auth_session", (await wallet.ContinueAsync(old)).Error?.Code);
        Assert.NotNull((await wallet.ContinueAsync(wallet.Verify(second))).Code);
    }

    [Fact]
    public async Task An_error_leaves_the_last_auth_session_valid()
    {
        await using var host = new SessionHost();
        var wallet = new TestWallet(host);
        var first = await wallet.BeginAsync("pid-only");

        Assert.Equal("presentation_failed", (await wallet.ContinueAsync(wallet.Present(first, """{"vp_token":"mock-vp-token"}"""))).Error?.Code);
        Assert.Equal("presentation_failed", (await wallet.ContinueAsync(wallet.Present(first, "null"))).Error?.Code);
        Assert.Equal("invalid_request", (await wallet.ContinueAsync(wallet.Verify(first))).Error?.Code);
        Assert.Equal(SessionStatus.Pending, host.Stored(wallet.SessionId)!.Status);
        Assert.Equal(2, host.Stored(wallet.SessionId)!.Attempts);
    }

    [Fact]
    public async Task The_same_follow_up_again_gets_the_same_answer_again_while_it_is_the_newest()
    {
        await using var host = new SessionHost();
        var wallet = new TestWallet(host);
        var first = await wallet.BeginAsync("two-pages");
        await wallet.ConfirmAsync(step: host.Stored(wallet.SessionId)!.CurrentStepIndex);
        var toSecond = wallet.Verify(first);
        var second = await wallet.ContinueAsync(toSecond);
        host.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(second, await wallet.ContinueAsync(toSecond));
        await wallet.ConfirmAsync(step: host.Stored(wallet.SessionId)!.CurrentStepIndex);
        Assert.Equal(second, await wallet.ContinueAsync(toSecond));
        var toCode = wallet.Verify(second);
        var code = await wallet.ContinueAsync(toCode);
        Assert.Equal(code, await wallet.ContinueAsync(toCode));
        Assert.Equal("invalid_auth_session", (await wallet.ContinueAsync(toSecond)).Error?.Code);
        Assert.Equal(2, host.Stored(wallet.SessionId)!.CompletedStepsData.Count);
    }

    [Fact]
    public async Task A_session_is_nobody_elses()
    {
        await using var host = new SessionHost();
        var (wallet, other) = (new TestWallet(host), new TestWallet(host));
        var first = await wallet.BeginAsync("web");
        await other.BeginAsync("web");
        await wallet.ConfirmAsync(step: host.Stored(wallet.SessionId)!.CurrentStepIndex);
        var followUp = wallet.Verify(first);

        Assert.Equal("invalid_auth_session", (await other.ContinueAsync(followUp)).Error?.Code);
        Assert.Equal("invalid_auth_session", (await host.Session(wallet.SessionId, "other").ContinueAsync(followUp)).Error?.Code);
        Assert.Equal("invalid_auth_session", (await host.Session(Guid.NewGuid()).ContinueAsync(followUp)).Error?.Code);
        var foreign = followUp with { Credentials = new PresentedCredentials { ClientId = "somebody-else" } };
        Assert.Equal("invalid_auth_session", (await wallet.ContinueAsync(foreign)).Error?.Code);
        Assert.NotNull((await wallet.ContinueAsync(followUp)).Code);
    }

    [Fact]
    public async Task A_confidential_client_authenticates_in_every_request()
    {
        await using var host = new SessionHost();
        var wallet = new TestWallet(host, "confidential");
        var client = TestWallet.Basic("confidential", TestTenants.WalletSecret);
        var first = await wallet.BeginAsync(wallet.Request("guide") with { Credentials = client, RedirectUri = null });
        var followUp = wallet.Verify(first);

        Assert.Equal("invalid_client", (await wallet.ContinueAsync(followUp)).Error?.Code);
        Assert.Equal("invalid_client", (await wallet.ContinueAsync(followUp with { Credentials = wallet.Public })).Error?.Code);
        var code = (await wallet.ContinueAsync(followUp with { Credentials = client })).Code!.Value;
        var redemption = wallet.Redemption(code);
        Assert.Equal("invalid_client", (await host.Session(wallet.SessionId).RedeemAsync(redemption)).Error?.Code);
        Assert.NotNull((await host.Session(wallet.SessionId).RedeemAsync(redemption with { Credentials = client })).AccessToken);
    }
}
