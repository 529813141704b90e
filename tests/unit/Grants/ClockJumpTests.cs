using Eudiplo.Unit.Tests.Clock;
using Eudiplo.Unit.Tests.Sessions;
using Eudiplo.Unit.Tests.Storage;

namespace Eudiplo.Unit.Tests.Grants;

/// <summary>Grants on machines whose clocks jump, or are apart.</summary>
public sealed class ClockJumpTests
{
    [Fact]
    public async Task A_clock_that_jumps_back_does_not_stretch_the_grace_of_an_exchanged_refresh_token()
    {
        await using var hosts = new TwoClocks(TimeSpan.FromHours(-1));
        var first = await hosts.Grant.CreateAsync();
        var second = await hosts.Grant.RefreshAsync(first);

        // For the clock that is an hour behind, the exchange lies in the future.
        Assert.Equal("invalid_grant", (await hosts.Elsewhere.RefreshAsync(first)).Error?.Code);
        Assert.Equal("invalid_grant", (await hosts.Grant.RefreshAsync(second)).Error?.Code);
    }

    [Fact]
    public async Task A_clock_that_is_a_little_behind_still_gives_the_same_answer_again()
    {
        await using var hosts = new TwoClocks(TimeSpan.FromSeconds(-5));
        var first = await hosts.Grant.CreateAsync();
        var second = await hosts.Grant.RefreshAsync(first);

        Assert.Equal(second.AccessToken!.Value, (await hosts.Elsewhere.RefreshAsync(first)).AccessToken?.Value);
        Assert.True(await hosts.Grant.IsLiveAsync(second));
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(-5)]
    [InlineData(5)]
    public async Task A_node_whose_clock_is_apart_refreshes_once_and_the_family_lives(int seconds)
    {
        await using var hosts = new TwoClocks(TimeSpan.FromSeconds(seconds));
        var tokens = await hosts.Grant.CreateAsync();
        for (var i = 0; i < 4; i++)
        {
            tokens = await (i % 2 == 0 ? hosts.Elsewhere : hosts.Grant).RefreshAsync(tokens);
            Assert.Null(tokens.Error);
        }

        Assert.True(await hosts.Grant.IsLiveAsync(tokens));
    }

    [Fact]
    public async Task What_has_expired_for_a_clock_ahead_is_dead_there_and_lives_where_its_time_has_not_come()
    {
        await using var hosts = new TwoClocks(TimeSpan.FromMinutes(11));
        var tokens = await hosts.Grant.CreateAsync();

        Assert.False(await hosts.Elsewhere.IsActiveAsync(tokens.AccessToken));
        Assert.True(await hosts.Grant.IsActiveAsync(tokens.AccessToken));
    }

    [Fact]
    public async Task Tokens_of_a_node_whose_clock_was_ahead_live_no_longer_than_it_said()
    {
        await using var hosts = new TwoClocks(TimeSpan.FromMinutes(5));
        var tokens = await hosts.Elsewhere.CreateAsync();
        Assert.True(await hosts.Grant.IsActiveAsync(tokens.AccessToken));

        hosts.First.Clock.Advance(TimeSpan.FromMinutes(15));

        Assert.False(await hosts.Grant.IsActiveAsync(tokens.AccessToken));
    }

    [Fact]
    public async Task A_key_made_by_a_clock_ahead_signs_for_a_clock_behind_and_verifies_everywhere()
    {
        await using var hosts = new TwoClocks(TimeSpan.FromDays(-1), "jwt");
        var tokens = await hosts.Grant.CreateAsync();
        var behind = new TestGrant(hosts.Second);
        var late = await behind.CreateAsync();

        Assert.Null(late.Error);
        Assert.True(await hosts.Grant.IsActiveAsync(tokens.AccessToken));
        Assert.True(await behind.IsActiveAsync(late.AccessToken));
        Assert.Single(hosts.First.Storage.Peek<Grains.Keys.TenantKeysState>("keys", Orleans.Runtime.GrainId.Create("keys", SessionHost.Tenant))!.Keys);
    }

    /// <summary>Two processes over one database, the second with another time.</summary>
    private sealed class TwoClocks : IAsyncDisposable
    {
        public TwoClocks(TimeSpan apart, string format = "opaque")
        {
            var (now, storage) = (new DateTimeOffset(2026, 1, 10, 12, 0, 0, TimeSpan.Zero), new MemoryGrainStorage());
            var tenants = new TestTenants(d => d["tokens"] = new System.Text.Json.Nodes.JsonObject { ["accessTokenFormat"] = format });
            First = new SessionHost(tenants, storage, new FakeTimeProvider(now), sharesDatabase: true);
            Second = new SessionHost(tenants, storage, new FakeTimeProvider(now + apart), sharesDatabase: true);
            Grant = new TestGrant(First);
            Elsewhere = Grant.On(Second);
        }

        public SessionHost First { get; }

        public SessionHost Second { get; }

        /// <summary>The grant as the first process has it.</summary>
        public TestGrant Grant { get; }

        /// <summary>The same grant as the second one has it.</summary>
        public TestGrant Elsewhere { get; }

        public async ValueTask DisposeAsync()
        {
            await First.DisposeAsync();
            await Second.DisposeAsync();
        }
    }
}
