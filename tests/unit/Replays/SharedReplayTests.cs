using Eudiplo.Grains.Abstractions.Replays;
using Eudiplo.Grains.Replays;
using Eudiplo.Unit.Tests.Clock;
using Eudiplo.Unit.Tests.Sessions;
using Eudiplo.Unit.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Storage;

namespace Eudiplo.Unit.Tests.Replays;

/// <summary>What was used in one process was used in all that share a database (RFC 9449, section 11.1; RFC 7523, section 3).</summary>
public sealed class SharedReplayTests
{
    private static readonly DateTimeOffset Later = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Something_is_used_once_whichever_process_is_asked_at_the_cost_of_one_write_and_no_read()
    {
        var storage = new MemoryGrainStorage();
        await using var one = Host(storage);
        await using var other = Host(storage);
        var key = ReplayKey.Of("acme", "dpop x");

        Assert.True(await one.Grains.GetGrain<IReplayGrain>(key).UseAsync(Later));
        Assert.Equal((1, 0), (storage.Writes, storage.Reads));
        Assert.False(await other.Grains.GetGrain<IReplayGrain>(key).UseAsync(Later));
        Assert.False(await one.Grains.GetGrain<IReplayGrain>(key).UseAsync(Later));
        Assert.True(await other.Grains.GetGrain<IReplayGrain>(ReplayKey.Of("other", "dpop x")).UseAsync(Later));
        Assert.Equal((4, 0), (storage.Writes, storage.Reads));
    }

    [Fact]
    public async Task A_request_that_did_not_hear_the_answer_may_ask_again_and_no_other_request_may()
    {
        var storage = new MemoryGrainStorage();
        await using var one = Host(storage);
        await using var other = Host(storage);
        var (key, request) = (ReplayKey.Of("acme", "dpop x"), Guid.NewGuid());

        Assert.True(await one.Grains.GetGrain<IReplayGrain>(key).UseAsync(Later, request));
        Assert.True(await other.Grains.GetGrain<IReplayGrain>(key).UseAsync(Later, request));
        Assert.False(await other.Grains.GetGrain<IReplayGrain>(key).UseAsync(Later, Guid.NewGuid()));
        Assert.False(await other.Grains.GetGrain<IReplayGrain>(key).UseAsync(Later));
    }

    [Fact]
    public async Task Of_many_who_use_it_at_once_one_may()
    {
        var storage = new MemoryGrainStorage();
        await using var one = Host(storage);
        await using var other = Host(storage);
        var key = ReplayKey.Of("acme", "dpop x");

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(
            () => (i % 2 == 0 ? one : other).Grains.GetGrain<IReplayGrain>(key).UseAsync(Later))));

        Assert.Single(answers, isNew => isNew);
    }

    [Fact]
    public async Task The_second_try_of_one_request_is_no_second_use()
    {
        var storage = new MemoryGrainStorage();
        var (one, other, request) = (Replays(storage, true), Replays(storage, true), Guid.NewGuid());

        Assert.True(await one.UseAsync("acme", "assertion x", request, Later));
        Assert.True(await one.UseAsync("acme", "assertion x", request, Later));
        Assert.True(await other.UseAsync("acme", "assertion x", request, Later));
        Assert.False(await other.UseAsync("acme", "assertion x", Guid.NewGuid(), Later));
        Assert.False(await other.UseAsync("acme", "assertion x", Guid.Empty, Later));
    }

    [Fact]
    public async Task Where_processes_share_nothing_nothing_is_written()
    {
        var storage = new MemoryGrainStorage();
        var off = Replays(storage, false);

        Assert.True(await off.UseAsync("acme", "assertion x", Guid.NewGuid(), Later));
        Assert.Equal(0, storage.Writes);
    }

    [Fact]
    public async Task The_row_tells_what_was_used_to_nobody()
    {
        var storage = new MemoryGrainStorage();
        await Replays(storage, true).UseAsync("acme", "assertion of a-secret-client jti-42", Guid.NewGuid(), Later);

        var row = Assert.Single(storage.All<UsedIdentifierState>("replay"));
        Assert.Equal(("acme", Later), (row.TenantId, row.ExpiresAt));
        Assert.DoesNotContain("secret", ReplayKey.Of("acme", "assertion of a-secret-client jti-42"), StringComparison.Ordinal);
    }

    private static SessionHost Host(MemoryGrainStorage storage) => new(
        storage: storage, sharesDatabase: true, configure: services => services.Configure<ReplayOptions>(o => o.Shared = true));

    private static SharedReplays Replays(MemoryGrainStorage storage, bool shared) => new(
        new ServiceCollection().AddKeyedSingleton<IGrainStorage>("eudiplo", storage).BuildServiceProvider(),
        new FakeTimeProvider(),
        Options.Create(new ReplayOptions { Shared = shared }));
}
