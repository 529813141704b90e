using Eudiplo.Grains.Abstractions.Sessions;
using System.Text.Json.Nodes;

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
    public async Task A_tenant_may_keep_status_and_times_without_personal_data()
    {
        await using var host = new SessionHost(new TestTenants(d => d["sessions"] = new JsonObject { ["cleanup"] = "anonymize", ["retainDays"] = 7 }));
        var wallet = new TestWallet(host);
        var first = await wallet.BeginAsync("two-pages");
        await wallet.ConfirmAsync("""{"name":"Erika"}""");
        await wallet.ContinueAsync(wallet.Verify(first));

        host.Clock.Advance(TimeSpan.FromSeconds(600));
        await host.Session(wallet.SessionId).ViewAsync();

        var left = host.Stored(wallet.SessionId)!;
        Assert.Equal(SessionStatus.Expired, left.Status);
        Assert.Empty(left.CompletedStepsData);
        Assert.Empty(left.ClientId);
        Assert.Equal(left.CreatedAt.AddSeconds(600), left.ExpiresAt);
        Assert.Equal(left.ExpiresAt.AddDays(7), left.RetainUntil);
        Assert.Equal("invalid_auth_session", (await wallet.ContinueAsync(wallet.Verify(first))).Error?.Code);
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
