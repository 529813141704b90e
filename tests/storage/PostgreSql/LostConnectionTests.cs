using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Storage.Tests.Running;
using Npgsql;
using Orleans.Storage;

namespace Eudiplo.Storage.Tests.PostgreSql;

/// <summary>A write is made once and told truly, also when the connection dies at the worst moment.</summary>
public sealed class LostConnectionTests
{
    [PostgreSqlFact]
    public async Task A_write_whose_reply_is_lost_is_found_to_be_made_and_made_once()
    {
        await using var setup = await Setup.CreateAsync();
        setup.Proxy.CutBeforeNextReply();
        var state = await setup.Host.InsertAsync("acme/1", new Ticket { Step = 1 });

        state.State.Step = 2;
        setup.Proxy.CutBeforeNextReply();
        await setup.Host.WriteAsync("acme/1", state);

        var read = await setup.Host.ReadAsync("acme/1");
        Assert.Equal(2, read.State.Step);
        Assert.Equal(state.ETag, read.ETag);
        await setup.Host.WriteAsync("acme/1", state);
    }

    [PostgreSqlFact]
    public async Task A_write_that_never_reached_the_server_is_made_on_another_connection()
    {
        await using var setup = await Setup.CreateAsync();
        await setup.Host.InsertAsync("acme/warm", new Ticket());
        setup.Proxy.CutBeforeNextRequest();

        var state = await setup.Host.InsertAsync("acme/warm2", new Ticket { Step = 7 });

        Assert.Equal(state.ETag, (await setup.Host.ReadAsync("acme/warm2")).ETag);
    }

    [PostgreSqlFact]
    public async Task A_compare_and_swap_that_was_lost_stays_lost_when_its_reply_is_lost()
    {
        await using var setup = await Setup.CreateAsync();
        var state = await setup.Host.InsertAsync("acme/1", new Ticket { Step = 1 });
        var stale = new Orleans.GrainState<Ticket>(new Ticket { Step = 9 }, state.ETag);
        await setup.Host.WriteAsync("acme/1", state);
        setup.Proxy.CutBeforeNextReply();

        await Assert.ThrowsAsync<InconsistentStateException>(() => setup.Host.WriteAsync("acme/1", stale));

        Assert.Equal(1, (await setup.Host.ReadAsync("acme/1")).State.Step);
    }

    [PostgreSqlFact]
    public async Task When_nobody_can_find_out_the_outcome_is_told_to_be_unknown()
    {
        await using var setup = await Setup.CreateAsync();
        await setup.Host.InsertAsync("acme/warm", new Ticket());
        setup.Proxy.CutBeforeNextReply(thenRefuse: true);

        await Assert.ThrowsAsync<StorageOutcomeUnknownException>(() => setup.Host.InsertAsync("acme/1", new Ticket { Step = 1 }));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => setup.Host.InsertAsync("acme/2", new Ticket { Step = 1 }));

        setup.Proxy.Open();
        Assert.True((await setup.Host.ReadAsync("acme/1")).RecordExists);
        Assert.False((await setup.Host.ReadAsync("acme/2")).RecordExists);
    }

    [PostgreSqlFact]
    public async Task A_deletion_whose_reply_is_lost_is_told_to_be_unknown_and_never_counted_twice()
    {
        await using var setup = await Setup.CreateAsync();
        var state = await setup.Host.InsertAsync("acme/1", new Ticket());
        setup.Proxy.CutBeforeNextReply();

        await Assert.ThrowsAsync<StorageOutcomeUnknownException>(() => setup.Host.ClearAsync("acme/1", state));

        Assert.False((await setup.Host.ReadAsync("acme/1")).RecordExists);
    }

    [PostgreSqlFact]
    public async Task A_read_whose_connection_is_lost_is_repeated()
    {
        await using var setup = await Setup.CreateAsync();
        await setup.Host.InsertAsync("acme/1", new Ticket { Step = 3 });
        await setup.Host.ReadAsync("acme/1");

        setup.Proxy.CutBeforeNextReply();
        Assert.Equal(3, (await setup.Host.ReadAsync("acme/1")).State.Step);
        setup.Proxy.CutBeforeNextRequest();
        Assert.Equal(3, (await setup.Host.ReadAsync("acme/1")).State.Step);
    }

    [PostgreSqlFact]
    public async Task A_server_that_does_not_answer_is_given_up_in_time()
    {
        await using var setup = await Setup.CreateAsync(
            ("PostgreSql:CommandTimeout", "00:00:01"),
            ("PostgreSql:ConnectTimeout", "00:00:01"),
            ("OperationTimeout", "00:00:02"));
        await setup.Host.InsertAsync("acme/1", new Ticket { Step = 3 });
        await setup.Host.ReadAsync("acme/1");
        setup.Proxy.Stall();

        var read = Assert.ThrowsAsync<StorageUnavailableException>(() => setup.Host.ReadAsync("acme/1"));
        await Assert.ThrowsAnyAsync<StorageException>(() => setup.Host.InsertAsync("acme/2", new Ticket()));
        await read;

        setup.Proxy.Open();
        Assert.Equal(3, (await setup.Host.ReadAsync("acme/1")).State.Step);
        await setup.Host.InsertAsync("acme/3", new Ticket());
    }

    [PostgreSqlFact]
    public async Task A_server_that_crashes_and_returns_has_every_acknowledged_write()
    {
        await using var server = await PostgreSqlServer.StartAsync();
        await using var database = await PostgreSqlTestDatabase.CreateAsync(server);
        await using var host = await StorageHost.StartAsync(database);
        var acknowledged = new System.Collections.Concurrent.ConcurrentDictionary<string, string>();
        var halfway = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writers = Enumerable.Range(0, 16).Select(writer => Task.Run(async () =>
        {
            try
            {
                for (var row = 0; ; row++)
                {
                    var key = $"acme/{writer}-{row}";
                    acknowledged[key] = (await host.InsertAsync(key, new Ticket())).ETag!;
                    if (acknowledged.Count > 200)
                    {
                        halfway.TrySetResult();
                    }
                }
            }
            catch (StorageException exception)
            {
                Assert.True(exception is StorageUnavailableException or StorageOutcomeUnknownException, exception.ToString());
            }
        })).ToArray();

        await halfway.Task;
        await server.CrashAsync();
        await Task.WhenAll(writers);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => host.ReadAsync("acme/0-0"));
        await server.RestartAsync();

        foreach (var (key, version) in acknowledged)
        {
            Assert.Equal(version, (await host.ReadAsync(key)).ETag);
        }

        await host.InsertAsync("acme/after", new Ticket());
    }

    [PostgreSqlFact]
    public async Task A_server_that_cannot_be_reached_is_told_at_start()
    {
        await using var database = await PostgreSqlTestDatabase.CreateAsync(await PostgreSqlServer.SharedAsync());
        await using var proxy = new CuttingProxy(1);

        await Assert.ThrowsAsync<StorageUnavailableException>(() => StorageHost.StartAsync(
            database, null, ("ConnectionString", $"Host=127.0.0.1;Port={proxy.Port};Username=eudiplo;Database=none")));
        var missing = await Assert.ThrowsAsync<StorageException>(() => StorageHost.StartAsync(
            database, null, ("ConnectionString", database.ConnectionString + ";Database=none")));
        Assert.Contains("Database", missing.Message, StringComparison.Ordinal);
    }

    private sealed class Setup : IAsyncDisposable
    {
        private readonly PostgreSqlTestDatabase _database;

        private Setup(PostgreSqlTestDatabase database, CuttingProxy proxy, StorageHost host)
        {
            _database = database;
            Proxy = proxy;
            Host = host;
        }

        public CuttingProxy Proxy { get; }

        public StorageHost Host { get; }

        public static async Task<Setup> CreateAsync(params (string Key, string? Value)[] settings)
        {
            var server = await PostgreSqlServer.SharedAsync();
            var database = await PostgreSqlTestDatabase.CreateAsync(server);
            var proxy = new CuttingProxy(server.Port);
            var connection = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Port = proxy.Port }.ConnectionString;
            var host = await StorageHost.StartAsync(
                database,
                null,
                [("ConnectionString", connection), ("PostgreSql:Writers", "1"), ("PostgreSql:Readers", "1"), .. settings]);

            // The connections of the lanes are open before a test cuts the next thing that passes.
            await host.InsertAsync("acme/first", new Ticket());
            await host.ReadAsync("acme/first");
            return new Setup(database, proxy, host);
        }

        public async ValueTask DisposeAsync()
        {
            await Host.DisposeAsync();
            await Proxy.DisposeAsync();
            await _database.DisposeAsync();
        }
    }
}
