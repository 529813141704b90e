using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Unit.Tests.Clock;
using Eudiplo.Unit.Tests.Storage;

namespace Eudiplo.Unit.Tests.Sessions;

/// <summary>Races that really race: many threads, one process or several over one storage.</summary>
public sealed class RaceTests
{
    private const int Racers = 64;

    [Fact]
    public async Task Identical_follow_ups_at_once_advance_one_step_and_all_get_the_same_answer()
    {
        await using var host = new SessionHost();
        var wallet = new TestWallet(host);
        var first = await wallet.BeginAsync("web");
        await wallet.ConfirmAsync();
        var followUp = wallet.Verify(first);

        var replies = await RaceAsync(_ => wallet.ContinueAsync(followUp));

        Assert.NotNull(Assert.Single(replies.Distinct()).Code);
        Assert.Single(host.Stored(wallet.SessionId)!.CompletedStepsData);
    }

    [Fact]
    public async Task Identical_follow_ups_to_several_processes_advance_one_step_and_all_get_the_same_answer()
    {
        await using var processes = new Processes();
        var wallet = new TestWallet(processes.Hosts[0]);
        var first = await wallet.BeginAsync("web");
        await wallet.ConfirmAsync();
        var followUp = wallet.Verify(first);

        var replies = await RaceAsync(i => SessionHost.Retrying(() => processes.Of(i).Session(wallet.SessionId).ContinueAsync(followUp)));

        Assert.NotNull(Assert.Single(replies.Distinct()).Code);
        Assert.Single(processes.Hosts[0].Stored(wallet.SessionId)!.CompletedStepsData);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Redemptions_at_once_make_one_grant_and_it_ends_revoked(bool severalProcesses)
    {
        await using var processes = new Processes();
        var wallet = new TestWallet(processes.Hosts[0]);
        var code = await wallet.CodeOfWebFlowAsync();
        var redemption = wallet.Redemption(code);

        var replies = await RaceAsync(i => SessionHost.Retrying(
            () => processes.Of(severalProcesses ? i : 0).Session(wallet.SessionId).RedeemAsync(redemption)));

        // The winner may find itself revoked before it could make its grant; then nobody got a token.
        Assert.InRange(replies.Count(r => r.AccessToken is not null), 0, 1);
        Assert.All(replies.Where(r => r.AccessToken is null), r => Assert.Equal("invalid_grant", r.Error?.Code));
        foreach (var token in replies.Select(r => r.AccessToken).OfType<Grains.Abstractions.SecretText>())
        {
            Assert.False(await wallet.IsLiveAsync(token.Value));
        }

        Assert.Equal(SessionStatus.Redeemed, processes.Hosts[0].Stored(wallet.SessionId)!.Status);
    }

    [Fact]
    public async Task A_lost_race_never_shows_through_a_later_call()
    {
        var storage = new MemoryGrainStorage();
        await using var host = new SessionHost(storage: storage);
        var wallet = new TestWallet(host);
        var first = await wallet.BeginAsync("web");
        storage.Writing = (_, _) => throw new IOException("The disk is gone.");

        await Assert.ThrowsAnyAsync<Exception>(() => wallet.ConfirmAsync());

        storage.Writing = null;
        Assert.Equal("authorization_pending", (await wallet.ContinueAsync(wallet.Verify(first))).Error?.Code);
    }

    private static async Task<T[]> RaceAsync<T>(Func<int, Task<T>> run)
    {
        using var start = new Barrier(Racers);
        return await Task.WhenAll(Enumerable.Range(0, Racers).Select(i => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return run(i);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap()));
    }

    private sealed class Processes : IAsyncDisposable
    {
        public Processes()
        {
            var (storage, clock, tenants) = (new MemoryGrainStorage(), new FakeTimeProvider(), new TestTenants());
            Hosts = [.. Enumerable.Range(0, 3).Select(_ => new SessionHost(tenants, storage, clock, sharesDatabase: true))];
        }

        public IReadOnlyList<SessionHost> Hosts { get; }

        public SessionHost Of(int i) => Hosts[i % Hosts.Count];

        public async ValueTask DisposeAsync()
        {
            foreach (var host in Hosts)
            {
                await host.DisposeAsync();
            }
        }
    }
}
