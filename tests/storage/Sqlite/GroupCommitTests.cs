using System.Diagnostics.Metrics;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Storage.Clock;
using Eudiplo.Storage.Hosting;
using Eudiplo.Storage.Options;
using Eudiplo.Storage.Rows;
using Eudiplo.Storage.Sqlite;
using Eudiplo.Storage.Telemetry;
using Eudiplo.Storage.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Data.Sqlite;

namespace Eudiplo.Storage.Tests.Sqlite;

public sealed class GroupCommitTests
{
    [Fact]
    public async Task Writes_that_arrive_while_another_is_made_durable_share_the_next_transaction()
    {
        await using var writer = await OpenAsync();
        var writes = await writer.BlockedAsync(() => Enumerable.Range(0, 50).Select(number => writer.Enqueue(Insert($"acme/{number}"))).ToArray());

        Assert.All(await Task.WhenAll(writes), result => Assert.True(result.Applied));
        Assert.Equal([1, 50], writer.Batches);
    }

    [Fact]
    public async Task A_write_that_comes_alone_is_alone_in_its_transaction()
    {
        await using var writer = await OpenAsync();

        Assert.True((await writer.Enqueue(Insert("acme/1"))).Applied);
        Assert.True((await writer.Enqueue(Insert("acme/2"))).Applied);

        Assert.Equal([1, 1], writer.Batches);
    }

    [Fact]
    public async Task Each_row_of_a_shared_transaction_gets_its_own_result()
    {
        await using var writer = await OpenAsync();
        await writer.Enqueue(Insert("acme/old"));

        var writes = await writer.BlockedAsync(() => new[]
        {
            writer.Enqueue(Insert("acme/1")),
            writer.Enqueue(Insert("acme/old")),
            writer.Enqueue(Insert("acme/2")),
        });

        Assert.Equal([true, false, true], (await Task.WhenAll(writes)).Select(result => result.Applied));
    }

    [Fact]
    public async Task A_row_that_fails_fails_its_own_caller_alone()
    {
        await using var writer = await OpenAsync();

        var writes = await writer.BlockedAsync(() => new[]
        {
            writer.Enqueue(Insert("acme/1")),

            // NOT NULL is broken: the database refuses the row.
            writer.Enqueue(new StateWrite { Operation = WriteKind.Insert, Kind = "session", Key = "acme/bad", TenantId = null!, NewVersion = 1 }),
            writer.Enqueue(Insert("acme/2")),
        });

        Assert.True((await writes[0]).Applied);
        await Assert.ThrowsAnyAsync<Exception>(() => writes[1]);
        Assert.True((await writes[2]).Applied);
        Assert.Equal(2L, writer.Count());
    }

    [Fact]
    public async Task A_change_of_several_statements_that_fails_is_undone_whole_and_alone()
    {
        await using var writer = await OpenAsync();
        var change = new SqliteWork.Change<int>(statements =>
        {
            statements.Execute("INSERT INTO storage_settings (name, value) VALUES ('half', x'00')");
            throw new InvalidOperationException("on purpose");
        });

        var writes = await writer.BlockedAsync(() =>
        {
            writer.Writer.Enqueue(change);
            return new[] { writer.Enqueue(Insert("acme/1")) };
        });

        Assert.True((await writes[0]).Applied);
        await Assert.ThrowsAsync<InvalidOperationException>(() => change.Task);
        Assert.Equal(0L, writer.Count("storage_settings WHERE name = 'half'"));
    }

    [Fact]
    public async Task A_commit_that_fails_fails_every_write_in_it_and_the_next_ones_succeed()
    {
        await using var writer = await OpenAsync();
        SqliteWork.Change<int>? breaker = null;
        var writes = await writer.BlockedAsync(() =>
        {
            var before = writer.Enqueue(Insert("acme/1"));
            breaker = new SqliteWork.Change<int>(statements =>
            {
                // A foreign key that is checked at the commit, and does not hold.
                statements.Execute(
                    "CREATE TABLE parent (id INTEGER PRIMARY KEY); "
                    + "CREATE TABLE child (id INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED); INSERT INTO child VALUES (1)");
                return 0;
            });
            writer.Writer.Enqueue(breaker);
            return new[] { before, writer.Enqueue(Insert("acme/2")) };
        });

        await Assert.ThrowsAnyAsync<StorageException>(() => writes[0]);
        await Assert.ThrowsAnyAsync<StorageException>(() => writes[1]);
        await Assert.ThrowsAnyAsync<StorageException>(() => breaker!.Task);
        Assert.Equal(0L, writer.Count());
        Assert.True((await writer.Enqueue(Insert("acme/3"))).Applied);
    }

    [Fact]
    public async Task More_than_the_allowed_number_of_waiting_writes_is_refused_at_once()
    {
        await using var writer = await OpenAsync(options => options.MaxPending = 3);

        var writes = await writer.BlockedAsync(() =>
        {
            var accepted = Enumerable.Range(0, 3).Select(number => writer.Enqueue(Insert($"acme/{number}"))).ToArray();
            Assert.Throws<StorageUnavailableException>(() => writer.Writer.Enqueue(new SqliteWork.Row(Insert("acme/late"))));
            return accepted;
        });

        Assert.All(await Task.WhenAll(writes), result => Assert.True(result.Applied));
        Assert.Equal(3L, writer.Count());
    }

    [Fact]
    public async Task Stopping_writes_what_is_waiting_and_refuses_what_comes_later()
    {
        var writer = await OpenAsync();
        var writes = await writer.BlockedAsync(() => Enumerable.Range(0, 20).Select(number => writer.Enqueue(Insert($"acme/{number}"))).ToArray());

        writer.Writer.Dispose();

        Assert.All(writes, write => Assert.True(write.IsCompletedSuccessfully));
        Assert.Throws<StorageUnavailableException>(() => writer.Writer.Enqueue(new SqliteWork.Row(Insert("acme/late"))));
        await writer.DisposeAsync();
    }

    private static StateWrite Insert(string key) => new()
    {
        Operation = WriteKind.Insert,
        Kind = "session",
        Key = key,
        TenantId = "acme",
        NewVersion = RowVersion.Next(0),
        Payload = [1],
    };

    private static async Task<OpenWriter> OpenAsync(Action<StorageOptions>? configure = null)
    {
        var database = new SqliteTestDatabase();
        await (await StorageHost.StartAsync(database)).DisposeAsync();
        var options = new StorageOptions();
        configure?.Invoke(options);
        return new OpenWriter(database, options);
    }

    /// <summary>A writer whose thread a test can hold, so that what waits for it is known.</summary>
    private sealed class OpenWriter : IAsyncDisposable
    {
        private readonly SqliteTestDatabase _database;
        private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        private readonly SqliteConnection _connection;
        private readonly MeterListener _listener = new();
        private readonly List<int> _batches = [];

        public OpenWriter(SqliteTestDatabase database, StorageOptions options)
        {
            _database = database;
            var clock = new ExpiryClock(TimeProvider.System);
            var factory = _services.GetRequiredService<IMeterFactory>();
            var metrics = new StorageMetrics(factory, clock);
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "eudiplo.storage.batch.size" && instrument.Meter.Scope == factory)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<int>((_, size, _, _) => _batches.Add(size));
            _listener.Start();
            _connection = new SqliteConnections(options, database.File).OpenWriter();
            using (var pragma = _connection.CreateCommand())
            {
                pragma.CommandText = "PRAGMA foreign_keys = ON";
                pragma.ExecuteNonQuery();
            }

            Writer = new SqliteWriter(new SqliteStatements(_connection), clock, metrics, options);
        }

        public SqliteWriter Writer { get; }

        /// <summary>The sizes of the transactions so far.</summary>
        public IReadOnlyList<int> Batches => _batches;

        public Task<WriteResult> Enqueue(StateWrite write)
        {
            Writer.Enqueue(new SqliteWork.Row(write));
            return write.Task;
        }

        /// <summary>Keeps the writer busy with a transaction of one, until <paramref name="enqueue"/> is done.</summary>
        public async Task<T> BlockedAsync<T>(Func<T> enqueue)
        {
            using var holding = new ManualResetEventSlim();
            using var release = new ManualResetEventSlim();
            var blocker = new SqliteWork.Change<int>(_ =>
            {
                holding.Set();
                release.Wait();
                return 0;
            });
            Writer.Enqueue(blocker);
            holding.Wait();
            var result = enqueue();
            release.Set();
            await blocker.Task;
            return result;
        }

        public long Count(string table = "state") => (long)_database.ScalarAsync($"SELECT count(*) FROM {table}").GetAwaiter().GetResult()!;

        public async ValueTask DisposeAsync()
        {
            Writer.Dispose();
            _connection.Dispose();
            _listener.Dispose();
            await _services.DisposeAsync();
            await _database.DisposeAsync();
        }
    }
}
