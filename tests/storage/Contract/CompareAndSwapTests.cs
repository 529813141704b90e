using Eudiplo.Storage.Tests.Running;
using Orleans;
using Orleans.Storage;

namespace Eudiplo.Storage.Tests.Contract;

public sealed class CompareAndSwapTests
{
    [Theory, EveryProvider]
    public async Task What_is_written_is_read_back_with_its_version(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = await StorageHost.StartAsync(database);

        var written = await host.InsertAsync("acme/1", new Ticket { Step = 3, Claim = "Ünïcode \U0001F600", ClientId = "wallet" });
        var read = await host.ReadAsync("acme/1");

        Assert.True(written.RecordExists);
        Assert.True(read.RecordExists);
        Assert.Equal(written.ETag, read.ETag);
        Assert.Equal(3, read.State.Step);
        Assert.Equal("Ünïcode \U0001F600", read.State.Claim);
    }

    [Theory, EveryProvider]
    public async Task A_row_that_was_never_written_is_read_as_an_empty_state_without_a_version(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = await StorageHost.StartAsync(database);

        var read = await host.ReadAsync("acme/none");

        Assert.False(read.RecordExists);
        Assert.Null(read.ETag);
        Assert.NotNull(read.State);
    }

    [Theory, EveryProvider]
    public async Task Each_write_gives_a_new_version_and_the_one_before_loses(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = await StorageHost.StartAsync(database);
        var first = await host.InsertAsync("acme/1", new Ticket());
        var old = new GrainState<Ticket>(new Ticket { Step = 9 }, first.ETag);

        first.State.Step = 1;
        await host.WriteAsync("acme/1", first);

        var lost = await Assert.ThrowsAsync<InconsistentStateException>(() => host.WriteAsync("acme/1", old));
        Assert.Equal(first.ETag, lost.StoredEtag);
        Assert.Equal(old.ETag, lost.CurrentEtag);
        Assert.NotEqual(first.ETag, old.ETag);
        Assert.Equal(1, (await host.ReadAsync("acme/1")).State.Step);
    }

    [Theory, EveryProvider]
    public async Task A_row_can_be_made_once(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = await StorageHost.StartAsync(database);
        var first = await host.InsertAsync("acme/1", new Ticket { Step = 1 });

        var lost = await Assert.ThrowsAsync<InconsistentStateException>(() => host.InsertAsync("acme/1", new Ticket { Step = 2 }));

        Assert.Equal(first.ETag, lost.StoredEtag);
        Assert.Null(lost.CurrentEtag);
        Assert.Equal(1, (await host.ReadAsync("acme/1")).State.Step);
    }

    [Theory, EveryProvider]
    public async Task A_row_is_cleared_only_at_its_version_and_then_is_gone(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = await StorageHost.StartAsync(database);
        var state = await host.InsertAsync("acme/1", new Ticket());
        var old = new GrainState<Ticket>(new Ticket(), state.ETag);
        await host.WriteAsync("acme/1", state);

        await Assert.ThrowsAsync<InconsistentStateException>(() => host.ClearAsync("acme/1", old));
        Assert.True((await host.ReadAsync("acme/1")).RecordExists);
        await host.ClearAsync("acme/1", state);

        Assert.False(state.RecordExists);
        Assert.Null(state.ETag);
        Assert.False((await host.ReadAsync("acme/1")).RecordExists);
        await Assert.ThrowsAsync<InconsistentStateException>(() => host.WriteAsync("acme/1", old));
    }

    [Theory, EveryProvider]
    public async Task A_version_of_a_deleted_row_never_fits_a_new_row_with_its_key(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = await StorageHost.StartAsync(database);
        var first = await host.InsertAsync("acme/1", new Ticket { Step = 1 });
        var stale = new GrainState<Ticket>(new Ticket { Step = 99 }, first.ETag);
        await host.ClearAsync("acme/1", first);
        await host.InsertAsync("acme/1", new Ticket { Step = 2 });

        await Assert.ThrowsAsync<InconsistentStateException>(() => host.WriteAsync("acme/1", stale));

        Assert.Equal(2, (await host.ReadAsync("acme/1")).State.Step);
    }

    [Theory, EveryProvider]
    public async Task Rows_of_different_kinds_may_share_a_key(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = await StorageHost.StartAsync(database);

        await host.InsertAsync("acme/1", new Ticket { Step = 1 }, "session");
        await host.InsertAsync("acme/1", new Ticket { Step = 2 }, "grant");

        Assert.Equal(1, (await host.ReadAsync("acme/1", "session")).State.Step);
        Assert.Equal(2, (await host.ReadAsync("acme/1", "grant")).State.Step);
    }

    [Theory, EveryProvider]
    public async Task Of_64_racers_on_one_version_one_wins(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var here = await StorageHost.StartAsync(database);
        await using var there = await StorageHost.StartAsync(database, here.Time);
        var start = await here.InsertAsync("acme/1", new Ticket());

        var racers = Enumerable.Range(1, 64).Select(number => Task.Run(async () =>
        {
            var state = new GrainState<Ticket>(new Ticket { Step = number }, start.ETag);
            try
            {
                await (number % 2 == 0 ? here : there).WriteAsync("acme/1", state);
                return state;
            }
            catch (InconsistentStateException)
            {
                return null;
            }
        }));
        var winner = Assert.Single((await Task.WhenAll(racers)).OfType<GrainState<Ticket>>());

        var read = await there.ReadAsync("acme/1");
        Assert.Equal(winner.State.Step, read.State.Step);
        Assert.Equal(winner.ETag, read.ETag);
    }

    [Theory, EveryProvider]
    public async Task Of_64_racers_to_make_a_row_one_wins(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var here = await StorageHost.StartAsync(database);
        await using var there = await StorageHost.StartAsync(database, here.Time);

        var racers = Enumerable.Range(1, 64).Select(number => Task.Run(async () =>
        {
            try
            {
                return (await (number % 2 == 0 ? here : there).InsertAsync("acme/1", new Ticket { Step = number })).State.Step;
            }
            catch (InconsistentStateException)
            {
                return 0;
            }
        }));
        var winner = Assert.Single(await Task.WhenAll(racers), step => step != 0);

        Assert.Equal(winner, (await here.ReadAsync("acme/1")).State.Step);
    }

    [Theory, EveryProvider]
    public async Task Concurrent_writers_of_many_rows_lose_nothing(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = await StorageHost.StartAsync(database);

        await Task.WhenAll(Enumerable.Range(0, 32).Select(writer => Task.Run(async () =>
        {
            for (var row = 0; row < 10; row++)
            {
                var state = await host.InsertAsync($"acme/{writer}-{row}", new Ticket());
                for (var step = 1; step <= 4; step++)
                {
                    state.State.Step = step;
                    await host.WriteAsync($"acme/{writer}-{row}", state);
                    var read = await host.ReadAsync($"acme/{writer}-{row}");
                    Assert.Equal(step, read.State.Step);
                    Assert.Equal(state.ETag, read.ETag);
                }
            }
        })));

        Assert.Equal(320, await host.Queries.CountAsync(new("session", "acme")));
    }

    [Theory, EveryProvider]
    public async Task Two_processes_that_write_the_same_rows_at_once_each_get_an_answer_for_every_row(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var here = await StorageHost.StartAsync(database);
        await using var there = await StorageHost.StartAsync(database, here.Time);
        var states = await Task.WhenAll(Enumerable.Range(0, 100).Select(row => here.InsertAsync($"acme/{row}", new Ticket())));

        async Task<int> RaceAsync(StorageHost host, int row)
        {
            try
            {
                await host.WriteAsync($"acme/{row}", new GrainState<Ticket>(new Ticket { Step = 1 }, states[row].ETag));
                return 1;
            }
            catch (InconsistentStateException)
            {
                return 0;
            }
        }

        var rows = Enumerable.Range(0, 100).ToArray();
        var forwards = rows.Select(row => Task.Run(() => RaceAsync(here, row)));
        var backwards = rows.Reverse().Select(row => Task.Run(() => RaceAsync(there, row)));
        var won = await Task.WhenAll(forwards.Concat(backwards));

        Assert.Equal(100, won.Sum());
    }
}
