using System.Text.Json;
using System.Text.Json.Nodes;
using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Grants;
using Eudiplo.Protocol.Capabilities;
using Eudiplo.Unit.Tests.Sessions;
using Orleans.Runtime;

namespace Eudiplo.Unit.Tests.Grants;

public sealed class RefreshTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_code_gives_a_refresh_token_and_each_refresh_a_new_one()
    {
        await using var host = new SessionHost();
        var wallet = new TestWallet(host);
        var first = await wallet.RedeemAsync(await wallet.CodeOfWebFlowAsync());
        var second = await host.Grant(wallet.SessionId).RefreshAsync(TestGrant.Refresh(first.RefreshToken!.Value, wallet.Public));
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var third = await host.Grant(wallet.SessionId).RefreshAsync(TestGrant.Refresh(second.RefreshToken!.Value, wallet.Public));

        Assert.Equal(3, new[] { first, second, third }.Select(t => t.RefreshToken!.Value).Distinct().Count());
        Assert.Equal(3, new[] { first, second, third }.Select(t => t.AccessToken!.Value).Distinct().Count());
        Assert.True(await wallet.IsLiveAsync(third.AccessToken!.Value));
    }

    [Fact]
    public async Task The_same_refresh_within_the_grace_gets_the_same_answer_again()
    {
        await using var host = new SessionHost();
        var grant = new TestGrant(host);
        var first = await grant.CreateAsync();
        var second = await grant.RefreshAsync(first);
        host.Clock.Advance(Grace - TimeSpan.FromMilliseconds(1));
        var again = await grant.RefreshAsync(first);

        Assert.Equal(second.RefreshToken!.Value, again.RefreshToken!.Value);
        Assert.Equal(second.AccessToken!.Value, again.AccessToken!.Value);
        Assert.True(await grant.IsLiveAsync(second));
    }

    [Fact]
    public async Task The_attempt_that_made_the_newest_exchange_gets_its_answer_again_even_after_the_grace_and_no_other_does()
    {
        await using var host = new SessionHost();
        var grant = new TestGrant(host);
        var first = await grant.CreateAsync();
        var refresh = TestGrant.Refresh(first.RefreshToken!.Value, grant.Client) with { Attempt = new byte[32] };
        var second = await host.Grant(grant.Id).RefreshAsync(refresh);
        host.Clock.Advance(Grace * 2);
        var again = await host.Grant(grant.Id).RefreshAsync(refresh);

        Assert.Equal((second.RefreshToken!.Value, second.AccessToken!.Value), (again.RefreshToken!.Value, again.AccessToken!.Value));
        Assert.True(await grant.IsLiveAsync(second));
        Assert.Equal("invalid_grant", (await host.Grant(grant.Id).RefreshAsync(refresh with { Attempt = [.. Enumerable.Repeat((byte)1, 32)] })).Error?.Code);
        Assert.False(await grant.IsLiveAsync(second));
    }

    [Fact]
    public async Task A_refresh_token_presented_again_after_the_grace_revokes_the_grant()
    {
        await using var host = new SessionHost();
        var grant = new TestGrant(host);
        var first = await grant.CreateAsync();
        var second = await grant.RefreshAsync(first);
        host.Clock.Advance(Grace);

        Assert.Equal("invalid_grant", (await grant.RefreshAsync(first)).Error?.Code);
        Assert.False(await grant.IsLiveAsync(second));
        Assert.Equal("invalid_grant", (await grant.RefreshAsync(second)).Error?.Code);
        Assert.Contains(host.Logs.Entries, line => line.Text.Contains("a refresh token that was exchanged before", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refresh_token_of_many_exchanges_ago_revokes_the_grant_even_within_the_grace()
    {
        await using var host = new SessionHost();
        var grant = new TestGrant(host);
        var tokens = await grant.CreateAsync();
        var oldest = tokens;
        for (var i = 0; i < 5; i++)
        {
            tokens = await grant.RefreshAsync(tokens);
        }

        Assert.Equal("invalid_grant", (await grant.RefreshAsync(oldest)).Error?.Code);
        Assert.False(await grant.IsLiveAsync(tokens));
    }

    [Fact]
    public async Task A_made_up_refresh_token_of_a_known_grant_does_it_no_harm()
    {
        await using var host = new SessionHost();
        var grant = new TestGrant(host);
        var tokens = await grant.CreateAsync();
        var madeUp = tokens with { RefreshToken = new(Capability.Encode(grant.Id, new byte[32])) };
        var accessTokenInstead = tokens with { RefreshToken = tokens.AccessToken };

        Assert.Equal("invalid_grant", (await grant.RefreshAsync(madeUp)).Error?.Code);
        Assert.Equal("invalid_grant", (await grant.RefreshAsync(accessTokenInstead)).Error?.Code);
        Assert.True(await grant.IsLiveAsync(tokens));
        Assert.Null((await grant.RefreshAsync(tokens)).Error);
    }

    [Fact]
    public async Task A_refresh_token_is_bound_to_its_client_tenant_and_dpop_key()
    {
        await using var host = new SessionHost();
        var grant = new TestGrant(host);
        var tokens = await grant.CreateAsync(grant.Command with { DpopThumbprint = "key-1" });
        var token = tokens.RefreshToken!.Value;

        Assert.Equal("DPoP", tokens.TokenType);
        Assert.Equal("invalid_grant", await ErrorAsync(TestGrant.Refresh(token, new PresentedCredentials { ClientId = "thief" }, dpop: "key-1")));
        Assert.Equal("invalid_grant", await ErrorAsync(TestGrant.Refresh(token, grant.Client, dpop: "key-2")));
        Assert.Equal("invalid_grant", await ErrorAsync(TestGrant.Refresh(token, grant.Client)));
        Assert.Equal("invalid_grant", (await host.Grant(grant.Id, "other").RefreshAsync(TestGrant.Refresh(token, grant.Client, dpop: "key-1"))).Error?.Code);
        Assert.Null(await ErrorAsync(TestGrant.Refresh(token, grant.Client, dpop: "key-1")));

        async Task<string?> ErrorAsync(RefreshGrant command) => (await host.Grant(grant.Id).RefreshAsync(command)).Error?.Code;
    }

    [Fact]
    public async Task A_refresh_can_ask_for_less_scope_and_never_for_more()
    {
        await using var host = new SessionHost();
        var grant = new TestGrant(host);
        var tokens = await grant.CreateAsync();

        Assert.Equal("invalid_scope", (await grant.RefreshAsync(tokens, "plain_scope admin")).Error?.Code);
        Assert.Equal("invalid_scope", (await grant.RefreshAsync(tokens, " ")).Error?.Code);
        var narrow = await grant.RefreshAsync(tokens, " plain_scope  plain_scope");
        Assert.Equal("plain_scope", narrow.Scope);

        // The grace is for the same request, and another one within it is refused without harm.
        Assert.Equal("invalid_grant", (await grant.RefreshAsync(tokens, "openid")).Error?.Code);
        Assert.Equal("openid plain_scope", (await grant.RefreshAsync(narrow)).Scope);
    }

    [Fact]
    public async Task A_refresh_token_expires_and_no_refresh_outlives_the_grant()
    {
        var tenants = new TestTenants(d => d["tokens"] = new JsonObject { ["refreshTokenLifetimeSeconds"] = 600, ["grantLifetimeSeconds"] = 1_000 });
        await using var host = new SessionHost(tenants);
        var grant = new TestGrant(host);
        var tokens = await grant.CreateAsync();
        for (var i = 0; i < 3; i++)
        {
            host.Clock.Advance(TimeSpan.FromSeconds(300));
            tokens = await grant.RefreshAsync(tokens);
            Assert.Null(tokens.Error);
        }

        host.Clock.Advance(TimeSpan.FromSeconds(101));
        Assert.Equal("invalid_grant", (await grant.RefreshAsync(tokens)).Error?.Code);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public async Task Sixty_four_refreshes_of_one_token_at_once_make_one_exchange_with_one_answer(int processes, bool sharesDatabase)
    {
        var one = new SessionHost(sharesDatabase: sharesDatabase);
        var hosts = Enumerable.Range(1, processes - 1)
            .Select(_ => new SessionHost(one.Tenants, one.Storage, one.Clock, sharesDatabase)).Prepend(one).ToArray();
        try
        {
            var grant = new TestGrant(one);
            var first = await grant.CreateAsync();
            var refresh = TestGrant.Refresh(first.RefreshToken!.Value, grant.Client);
            var replies = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(
                () => SessionHost.Retrying(() => hosts[i % processes].Grant(grant.Id).RefreshAsync(refresh)))));

            Assert.All(replies, reply => Assert.Null(reply.Error));
            Assert.Single(replies.Select(r => (r.AccessToken!.Value, r.RefreshToken!.Value)).Distinct());
            Assert.Equal(1, Stored(one, grant.Id).Refresh!.Generation);
            Assert.True(await grant.IsLiveAsync(replies[0]));
            Assert.Null((await grant.RefreshAsync(replies[0])).Error);
        }
        finally
        {
            foreach (var host in hosts)
            {
                await host.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task No_token_is_in_the_stored_grant()
    {
        await using var host = new SessionHost();
        var grant = new TestGrant(host);
        var first = await grant.CreateAsync();
        var second = await grant.RefreshAsync(first);
        var stored = JsonSerializer.Serialize(Stored(host, grant.Id));

        foreach (var token in new[] { first.AccessToken, first.RefreshToken, second.AccessToken, second.RefreshToken })
        {
            Assert.True(Capability.TryDecode(token!.Value, out _, out var secret));
            Assert.DoesNotContain(secret, stored, StringComparison.Ordinal);
            Assert.DoesNotContain(
                Convert.ToBase64String(System.Buffers.Text.Base64Url.DecodeFromChars(secret)), stored, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Access_tokens_of_a_grant_stay_few_however_often_it_is_refreshed()
    {
        await using var host = new SessionHost();
        var grant = new TestGrant(host);
        var tokens = await grant.CreateAsync();
        var first = tokens;
        for (var i = 0; i < 20; i++)
        {
            tokens = await grant.RefreshAsync(tokens);
        }

        Assert.Equal(8, Stored(host, grant.Id).AccessTokens.Count);
        Assert.False(await grant.IsLiveAsync(first));
        Assert.True(await grant.IsLiveAsync(tokens));
    }

    [Theory]
    [InlineData(GrantType.ClientCredentials)]
    [InlineData(GrantType.JwtBearer)]
    public async Task Grants_that_their_client_can_make_again_have_no_refresh_token(GrantType type)
    {
        await using var host = new SessionHost();
        var grant = new TestGrant(host);
        Assert.Null((await grant.CreateAsync(grant.Command with { GrantType = type })).RefreshToken);
    }

    private static GrantState Stored(SessionHost host, Guid id) =>
        host.Storage.Peek<GrantState>("grant", GrainId.Create("grant", $"{SessionHost.Tenant}/{id:N}"))!;
}
