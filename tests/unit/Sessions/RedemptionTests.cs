using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Protocol.Capabilities;

namespace Eudiplo.Unit.Tests.Sessions;

public sealed class RedemptionTests
{
    [Fact]
    public async Task A_code_gives_an_access_token_that_lives_as_long_as_it_says()
    {
        await using var host = new SessionHost();
        var wallet = new TestWallet(host);
        var tokens = await wallet.RedeemAsync(await wallet.CodeOfWebFlowAsync());

        Assert.Equal("Bearer", tokens.TokenType);
        Assert.Equal(600, tokens.ExpiresIn);
        host.Clock.Advance(TimeSpan.FromSeconds(599));
        Assert.True(await wallet.IsLiveAsync(tokens.AccessToken!.Value));
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(await wallet.IsLiveAsync(tokens.AccessToken.Value));
    }

    [Fact]
    public async Task A_second_redemption_is_refused_and_revokes_the_tokens_of_the_first()
    {
        await using var host = new SessionHost();
        var wallet = new TestWallet(host);
        var code = await wallet.CodeOfWebFlowAsync();
        var tokens = await wallet.RedeemAsync(code);

        Assert.Equal("invalid_grant", (await wallet.RedeemAsync(code)).Error?.Code);
        Assert.False(await wallet.IsLiveAsync(tokens.AccessToken!.Value));
    }

    [Fact]
    public async Task A_code_presented_again_after_its_session_has_gone_still_revokes()
    {
        await using var host = new SessionHost(new TestTenants(d => d["sessions"] = new System.Text.Json.Nodes.JsonObject { ["lifetimeSeconds"] = 30 }));
        var wallet = new TestWallet(host);
        var code = await wallet.CodeOfWebFlowAsync();
        var tokens = await wallet.RedeemAsync(code);
        host.Clock.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal("invalid_grant", (await wallet.RedeemAsync(code)).Error?.Code);
        Assert.False(await wallet.IsLiveAsync(tokens.AccessToken!.Value));
    }

    [Fact]
    public async Task A_code_is_bound_to_client_verifier_redirect_uri_tenant_and_time()
    {
        await using var host = new SessionHost();
        var wallet = new TestWallet(host);
        var code = await wallet.CodeOfWebFlowAsync();
        var good = wallet.Redemption(code);

        Assert.Equal("invalid_grant", await ErrorAsync(good with { Credentials = new PresentedCredentials { ClientId = "somebody-else" } }));
        Assert.Equal("invalid_request", await ErrorAsync(good with { Credentials = PresentedCredentials.None }));
        Assert.Equal("invalid_grant", await ErrorAsync(good with { CodeVerifier = new SecretText(new string('w', 43)) }));
        Assert.Equal("invalid_request", await ErrorAsync(good with { CodeVerifier = null }));
        Assert.Equal("invalid_grant", await ErrorAsync(good with { RedirectUri = "https://wallet.example/other" }));
        Assert.Equal("invalid_grant", await ErrorAsync(good with { CodeSecret = new SecretText(new string('A', 43)) }));
        Assert.Equal("invalid_grant", await ErrorAsync(good with { CodeSecret = new SecretText("short") }));
        Assert.Equal("invalid_grant", (await host.Session(wallet.SessionId, "other").RedeemAsync(good)).Error?.Code);
        Assert.NotNull((await host.Session(wallet.SessionId).RedeemAsync(good with { RedirectUri = "https://wallet.example/cb" })).AccessToken);

        async Task<string?> ErrorAsync(RedeemCode command) => (await host.Session(wallet.SessionId).RedeemAsync(command)).Error?.Code;
    }

    [Fact]
    public async Task A_code_expires_at_the_edge_of_its_second()
    {
        await using var host = new SessionHost();
        var (early, late) = (new TestWallet(host), new TestWallet(host));
        var (earlyCode, lateCode) = (await early.CodeOfWebFlowAsync(), await late.CodeOfWebFlowAsync());

        host.Clock.Advance(TimeSpan.FromSeconds(60) - TimeSpan.FromTicks(1));
        Assert.NotNull((await early.RedeemAsync(earlyCode)).AccessToken);
        host.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal("invalid_grant", (await late.RedeemAsync(lateCode)).Error?.Code);
    }

    [Fact]
    public async Task A_session_that_has_no_code_yet_gives_no_tokens()
    {
        await using var host = new SessionHost();
        var wallet = new TestWallet(host);
        var first = await wallet.BeginAsync("web");
        Assert.True(Capability.TryDecode(first.Interaction!.AuthSession.Value, out _, out var secret));

        var reply = await host.Session(wallet.SessionId).RedeemAsync(
            new RedeemCode { Credentials = wallet.Public, CodeSecret = new SecretText(secret), CodeVerifier = new SecretText(wallet.Verifier) });

        Assert.Equal("invalid_grant", reply.Error?.Code);
    }

    [Fact]
    public async Task What_the_steps_found_out_leaves_the_session_with_the_redemption()
    {
        await using var host = new SessionHost();
        var wallet = new TestWallet(host);
        var first = await wallet.BeginAsync("web");
        await wallet.ConfirmAsync("""{"name":"Erika"}""");
        await wallet.RedeemAsync((await wallet.ContinueAsync(wallet.Verify(first))).Code!.Value);

        Assert.Empty(host.Stored(wallet.SessionId)!.CompletedStepsData);
        Assert.Null(host.Stored(wallet.SessionId)!.WebConfirmation!.Data);
    }
}
