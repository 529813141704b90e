using Eudiplo.Grains.Abstractions.Sessions;
using System.Text.Json.Nodes;
using Eudiplo.Grains.Abstractions.Storage;

namespace Eudiplo.Unit.Tests.Sessions;

public sealed class ExpiryTests
{
    [Fact]
    public async Task A_session_ends_at_the_edge_of_its_second_by_the_clock()
    {
        await using var host = new SessionHost(new TestTenants(d => d["sessions"] = new JsonObject { ["lifetimeSeconds"] = 120 }));
        var (early, late) = (new TestWallet(host), new TestWallet(host));
        var (earlyFirst, lateFirst) = (await early.BeginAsync("guide"), await late.BeginAsync("guide"));

        host.Clock.Advance(TimeSpan.FromSeconds(120) - TimeSpan.FromTicks(1));
        Assert.NotNull((await early.ContinueAsync(early.Verify(earlyFirst))).Code);
        host.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal("invalid_auth_session", (await late.ContinueAsync(late.Verify(lateFirst))).Error?.Code);
    }

    [Fact]
    public async Task Its_timer_ends_a_session_and_nothing_is_left_of_it()
    {
        await using var host = new SessionHost();
        var wallet = new TestWallet(host);
        await wallet.BeginAsync("web");

        host.Clock.Advance(TimeSpan.FromSeconds(600));
        await host.Session(wallet.SessionId).ViewAsync();

        Assert.Null(host.Stored(wallet.SessionId));
    }

    [Fact]
    public async Task A_tenant_may_have_status_and_times_kept_and_then_the_row_says_until_when()
    {
        await using var host = new SessionHost(new TestTenants(d => d["sessions"] = new JsonObject { ["cleanup"] = "anonymize", ["retainDays"] = 7 }));
        var wallet = new TestWallet(host);
        var first = await wallet.BeginAsync("guide");

        host.Clock.Advance(TimeSpan.FromSeconds(600));

        Assert.Equal("invalid_auth_session", (await wallet.ContinueAsync(wallet.Verify(first))).Error?.Code);
        IStoredState left = host.Stored(wallet.SessionId)!;
        Assert.Equal(left.CreatedAt.AddSeconds(600), left.ExpiresAt);
        Assert.Equal(left.ExpiresAt!.Value.AddDays(7), left.RetainUntil);
    }

    [Fact]
    public async Task A_clock_that_jumps_back_gives_an_ended_session_no_second_life()
    {
        await using var host = new SessionHost();
        var wallet = new TestWallet(host);
        var first = await wallet.BeginAsync("guide");
        var began = host.Clock.GetUtcNow();
        host.Clock.Advance(TimeSpan.FromSeconds(600));
        Assert.Equal("invalid_auth_session", (await wallet.ContinueAsync(wallet.Verify(first))).Error?.Code);

        host.Clock.AdvanceTo(began);

        Assert.Equal("invalid_auth_session", (await wallet.ContinueAsync(wallet.Verify(first))).Error?.Code);
    }
}
