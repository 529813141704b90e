using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Grains.Sessions;
using Eudiplo.Unit.Tests.Clock;
using Eudiplo.Unit.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Eudiplo.Unit.Tests.Sessions;

/// <summary>How open sessions are counted: by the database, seldom, and by the process itself in between.</summary>
public sealed class OpenSessionTests
{
    [Fact]
    public async Task A_client_with_much_room_asks_the_database_once_and_again_after_a_minute()
    {
        var counter = new Counter();
        await using var host = Host(counter, 1_000_000);

        for (var i = 0; i < 20; i++)
        {
            Assert.Null(await BeginAsync(host));
        }

        Assert.Equal(1, counter.Asked);
        host.Clock.Advance(TimeSpan.FromSeconds(61));
        await BeginAsync(host);
        await counter.SecondAsked.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task What_other_processes_began_counts()
    {
        var counter = new Counter { Others = 4 };
        await using var host = Host(counter, 5);

        Assert.Null(await BeginAsync(host));
        Assert.Equal("temporarily_unavailable", await BeginAsync(host));
        counter.Others = 3;
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await BeginAsync(host));
    }

    [Fact]
    public async Task Sessions_whose_time_is_over_make_room()
    {
        await using var host = Host(new Counter(), 2);
        Assert.Null(await BeginAsync(host));
        Assert.Null(await BeginAsync(host));
        Assert.Equal("temporarily_unavailable", await BeginAsync(host));

        host.Clock.Advance(TimeSpan.FromMinutes(11));

        Assert.Null(await BeginAsync(host));
    }

    [Fact]
    public async Task A_store_that_does_not_count_keeps_nobody_out_and_what_the_process_began_still_counts()
    {
        var counter = new Counter { Fails = true };
        await using var host = Host(counter, 3);

        for (var i = 0; i < 3; i++)
        {
            Assert.Null(await BeginAsync(host));
        }

        Assert.Equal("temporarily_unavailable", await BeginAsync(host));
    }

    [Fact]
    public async Task A_session_that_could_not_be_written_is_not_counted()
    {
        var (counter, storage) = (new Counter(), new MemoryGrainStorage());
        await using var host = Host(counter, 1, storage);
        storage.Writing = (_, _) => throw new StorageUnavailableException("The database does not answer.");
        await Assert.ThrowsAnyAsync<Exception>(() => BeginAsync(host));
        storage.Writing = null;

        Assert.Null(await BeginAsync(host));
        Assert.Equal("temporarily_unavailable", await BeginAsync(host));
    }

    private static SessionHost Host(Counter counter, int limit, MemoryGrainStorage? storage = null)
    {
        var tenants = new TestTenants(d => d["sessions"] = new System.Text.Json.Nodes.JsonObject { ["openPerClient"] = limit });
        var host = new SessionHost(tenants, storage, configure: services => services.AddSingleton<IStateQueries>(counter));
        (counter.Host, counter.Clock) = (host, host.Clock);
        return host;
    }

    private static async Task<string?> BeginAsync(SessionHost host)
    {
        var reply = await new TestWallet(host).BeginAsync("web");
        return reply.Error?.Code;
    }

    /// <summary>Stands for the database of several processes: what this one wrote and what others did. It answers one question only.</summary>
    private sealed class Counter : IStateQueries
    {
        private int _asked;

        public SessionHost? Host { get; set; }

        public FakeTimeProvider? Clock { get; set; }

        public int Others { get; set; }

        public bool Fails { get; set; }

        public int Asked => Volatile.Read(ref _asked);

        public TaskCompletionSource SecondAsked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<long> CountAtMostAsync(StateFilter filter, long limit, CancellationToken cancellationToken = default)
        {
            Assert.Equal((StorageNames.Session, "acme"), (filter.Kind, filter.TenantId));
            Assert.DoesNotContain(filter.AnyStatus!, s => s is "redeemed" or "failed" or "expired");
            if (Interlocked.Increment(ref _asked) == 2)
            {
                SecondAsked.SetResult();
            }

            return Fails
                ? Task.FromException<long>(new StorageUnavailableException("The database does not answer."))
                : Task.FromResult((long)Others + Host!.Storage.All<AuthSessionState>("session").Count(s => !s.HasEnded && s.ExpiresAt > Clock!.GetUtcNow()));
        }

        public Task<StatePage> ListAsync(StateFilter filter, string? cursor, int pageSize, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<long> CountAsync(StateFilter filter, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<IReadOnlyList<StateCount>> CountByStatusAsync(string kind, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<IReadOnlyList<string>> DeletePageAsync(StateFilter filter, int pageSize, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<IReadOnlyDictionary<string, long>> DeleteTenantPageAsync(string tenantId, int pageSize, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();
    }
}
