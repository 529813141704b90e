using Eudiplo.Grains.Abstractions.Keys;
using Eudiplo.Grains.Keys;
using Eudiplo.Unit.Tests.Grants;
using Eudiplo.Unit.Tests.Sessions;

namespace Eudiplo.Unit.Tests.Keys;

public sealed class KeyRotationTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly KeyRotation Rotation = new(TimeSpan.FromDays(90), TimeSpan.FromDays(1), TimeSpan.FromDays(30));

    [Fact]
    public void A_key_is_published_before_it_signs_and_stays_after_it_has()
    {
        var keys = Rotation.Apply([], Start);
        Assert.Same(keys[0], Rotation.Apply(keys, Start.AddDays(88))[0]);

        var ahead = Rotation.Apply(keys, Start.AddDays(89));
        Assert.Equal(2, ahead.Count);
        Assert.Equal(Start.AddDays(90), ahead[0].SignsFrom);
        Assert.NotNull(ahead[1].PrivateKey);

        var after = Rotation.Apply(ahead, Start.AddDays(90));
        Assert.Equal(2, after.Count);
        Assert.Null(after[1].PrivateKey);

        Assert.Equal(2, Rotation.Apply(after, Start.AddDays(119)).Count);
        Assert.Single(Rotation.Apply(after, Start.AddDays(120)));
    }

    [Fact]
    public void A_key_that_is_long_overdue_still_comes_one_overlap_ahead()
    {
        var keys = Rotation.Apply(Rotation.Apply([], Start), Start.AddDays(1_000));

        Assert.Equal(2, keys.Count);
        Assert.Equal(Start.AddDays(1_001), keys[0].SignsFrom);
        Assert.NotNull(keys[1].PrivateKey);
    }

    [Fact]
    public void A_forced_key_signs_at_once_and_those_that_waited_leave()
    {
        var waiting = Rotation.Apply(Rotation.Apply([], Start), Start.AddDays(89));
        var forced = Rotation.Force(waiting, Start.AddDays(89).AddHours(1));

        Assert.Equal(2, forced.Count);
        Assert.Equal(Start.AddDays(89).AddHours(1), forced[0].SignsFrom);
        Assert.DoesNotContain(waiting[0], forced);
        Assert.Null(forced[1].PrivateKey);
    }

    [Fact]
    public void The_next_change_is_never_missed()
    {
        var (keys, now) = (Rotation.Apply([], Start), Start);
        for (var i = 0; i < 12; i++)
        {
            var next = Rotation.NextChange(keys, now);
            Assert.True(next > now);
            Assert.Equal(keys.Select(k => (k.KeyId, k.PrivateKey is null)), Rotation.Apply(keys, next - TimeSpan.FromTicks(1)).Select(k => (k.KeyId, k.PrivateKey is null)));
            (keys, now) = (Rotation.Apply(keys, next), next);
        }
    }

    [Fact]
    public async Task Processes_that_start_at_once_agree_on_one_first_key()
    {
        await using var one = new SessionHost(sharesDatabase: true);
        await using var two = new SessionHost(one.Tenants, one.Storage, one.Clock, sharesDatabase: true);
        var hosts = new[] { one, two };
        var sets = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(
            () => SessionHost.Retrying(() => hosts[i % 2].Grains.GetGrain<ITenantKeysGrain>(SessionHost.Tenant).GetAsync()))));

        Assert.Single(sets.Select(s => s!.Keys[0].KeyId).Distinct());
    }

    [Fact]
    public async Task Tokens_that_a_key_signed_verify_after_the_next_one_took_over()
    {
        await using var host = new SessionHost(Jwts());
        var grant = new TestGrant(host);
        var before = await grant.CreateAsync();
        await host.Grains.GetGrain<ITenantKeysGrain>(SessionHost.Tenant).RotateAsync();
        host.Clock.Advance(TenantKeyRing.MaxAge);
        var after = await grant.RefreshAsync(before);

        Assert.NotEqual(Header(before.AccessToken!.Value), Header(after.AccessToken!.Value));
        Assert.True(await grant.IsActiveAsync(before.AccessToken));
        Assert.True(await grant.IsActiveAsync(after.AccessToken));

        static string Header(string jwt) => jwt.Split('.')[0];
    }

    [Fact]
    public async Task A_token_of_a_key_that_took_over_this_moment_is_alive_on_a_node_that_has_just_read_the_keys()
    {
        await using var one = new SessionHost(Jwts());
        await using var two = new SessionHost(one.Tenants, one.Storage, one.Clock, sharesDatabase: true);
        var before = new TestGrant(two);
        Assert.True(await before.IsActiveAsync((await before.CreateAsync()).AccessToken));

        await one.Grains.GetGrain<ITenantKeysGrain>(SessionHost.Tenant).RotateAsync();
        var grant = new TestGrant(one);
        var tokens = await grant.CreateAsync();

        Assert.True(await grant.On(two).IsActiveAsync(tokens.AccessToken));
    }

    [Fact]
    public async Task Nonces_are_made_with_a_key_that_every_node_has_heard_of()
    {
        await using var host = new SessionHost();
        var keys = host.Grains.GetGrain<ITenantKeysGrain>(SessionHost.Tenant);
        var old = (await keys.GetNonceSecretsAsync())![0];
        host.Clock.Advance(TimeSpan.FromDays(1));
        await keys.RotateAsync();

        var atOnce = (await keys.GetNonceSecretsAsync())!;
        host.Clock.Advance(2 * TenantKeyRing.MaxAge);
        var later = (await keys.GetNonceSecretsAsync())!;

        Assert.Equal((2, 2), (atOnce.Length, later.Length));
        Assert.Equal(old, atOnce[0]);
        Assert.Equal(old, later[1]);
    }

    [Fact]
    public async Task Tokens_that_are_made_while_keys_change_verify_with_the_keys_that_are_published_then()
    {
        await using var one = new SessionHost(Jwts(), sharesDatabase: true);
        await using var two = new SessionHost(one.Tenants, one.Storage, one.Clock, sharesDatabase: true);
        var hosts = new[] { one, two };
        var rotating = Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                await SessionHost.Retrying(() => hosts[i % 2].Grains.GetGrain<ITenantKeysGrain>(SessionHost.Tenant).RotateAsync());
            }
        });
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                var (here, there) = (hosts[worker % 2], hosts[(worker + 1) % 2]);
                var grant = new TestGrant(here);
                var tokens = await SessionHost.Retrying(() => grant.CreateAsync());
                Assert.True(await SessionHost.Retrying(() => grant.On(there).IsActiveAsync(tokens.AccessToken)));
            }
        })).Append(rotating));
    }

    [Fact]
    public void A_key_that_a_clock_wrongly_ahead_made_does_not_hold_the_next_ones_up()
    {
        var keys = Rotation.Apply([], Start);
        var ahead = Rotation.Apply(keys, Start.AddDays(365));
        Assert.Equal(2, ahead.Count);

        var again = Rotation.Apply(ahead, Start.AddDays(1));
        Assert.Equal(keys[0], Assert.Single(again));
        Assert.Equal(Start.AddDays(90), Rotation.Apply(again, Start.AddDays(89))[0].SignsFrom);

        // One that a clock a little ahead made, as clocks of nodes are, stays; and so does the only one that can sign.
        var little = Rotation.Apply(keys, Start.AddDays(89).AddMinutes(30));
        Assert.Equal(little, Rotation.Apply(little, Start.AddDays(89)));
        var lost = Rotation.Apply(ahead, Start.AddDays(366));
        Assert.Equal(lost, Rotation.Apply(lost, Start.AddDays(2)));
    }

    [Fact]
    public async Task A_tenant_that_does_not_exist_has_no_keys_and_leaves_nothing_behind()
    {
        await using var host = new SessionHost();

        Assert.Null(await host.Grains.GetGrain<ITenantKeysGrain>("nobody").GetJwksAsync());
        Assert.Equal(0, host.Storage.Count);
    }

    private static TestTenants Jwts() => new(d => d["tokens"] = new System.Text.Json.Nodes.JsonObject { ["accessTokenFormat"] = "jwt" });
}
