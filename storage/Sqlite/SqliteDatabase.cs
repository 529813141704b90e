using System.Data.Common;
using Eudiplo.Storage.Clock;
using Eudiplo.Storage.Encryption;
using Eudiplo.Storage.Hosting;
using Eudiplo.Storage.Migrations;
using Eudiplo.Storage.Options;
using Eudiplo.Storage.Rows;
using Eudiplo.Storage.Telemetry;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Eudiplo.Storage.Sqlite;

/// <summary>States in a SQLite file: one thread writes, several connections read.</summary>
internal sealed class SqliteDatabase : IStateDatabase
{
    public const string ProviderName = "sqlite";

    private readonly StorageOptions _options;
    private readonly string _path;
    private readonly SqliteConnections _connections;
    private readonly SqliteReaders _readers;
    private readonly ExpiryClock _clock;
    private readonly StorageMetrics _metrics;
    private SqliteConnection? _connection;
    private SqliteWriter? _writer;

    public SqliteDatabase(IOptions<StorageOptions> options, StoragePaths paths, ExpiryClock clock, StorageMetrics metrics)
    {
        _options = options.Value;
        _path = paths.SqliteFile(_options);
        _connections = new SqliteConnections(_options, _path);
        _readers = new SqliteReaders(_connections, _options);
        _clock = clock;
        _metrics = metrics;
        Keys = new SqliteSharedKeyStore(_connections, () => Writer);
    }

    public string Name => ProviderName;

    public IKeyStore Keys { get; }

    private SqliteWriter Writer => _writer ?? throw new InvalidOperationException("The storage is not initialized: call IStorageInitializer first.");

    public void Initialize(Action<IKeyStore> firstUse)
    {
        SqliteFile.Prepare(_path);
        SqliteConnection? connection = null;
        try
        {
            connection = _connections.OpenWriter();

            // The transaction that writes is the lock: a second process waits here, and then finds everything done.
            using (var transaction = connection.BeginTransaction(deferred: false))
            {
                Migrator.Apply(connection, transaction, Migration.For("Sqlite"), HasHistory(connection));
                firstUse(new SqliteKeyStore(connection));
                transaction.Commit();
            }

            _clock.Stored(ReadClock(connection));
            _writer = new SqliteWriter(new SqliteStatements(connection), _clock, _metrics, _options);
            _connection = connection;
        }
        catch (Exception exception)
        {
            connection?.Dispose();
            throw SqliteFailure.Translate(exception);
        }
    }

    public async ValueTask<StoredRow?> ReadAsync(string kind, string key)
    {
        var row = await _readers.ReadAsync(reader => reader.Read(kind, key));
        if (row is not { } found)
        {
            return null;
        }

        _clock.Stored(found.HighWater);
        if (found.ExpiresAt is { } expiresAt && expiresAt <= _clock.Now())
        {
            // Once told that it has expired, nobody may find it again, even after a restart with a clock that is behind.
            if (!_clock.IsStored(expiresAt))
            {
                await AdvanceClockAsync(CancellationToken.None);
            }

            return null;
        }

        return found.Payload.Length == 0 ? null : new StoredRow(found.TenantId, found.Version, found.Payload);
    }

    public Task<WriteResult> WriteAsync(StateWrite write)
    {
        Writer.Enqueue(new SqliteWork.Row(write));
        return write.Task;
    }

    public Task<SweepResult> SweepAsync(int batchSize, CancellationToken cancellationToken) =>
        RunAsync(statements => SqliteSweep.Run(statements, _clock.Now(), batchSize), cancellationToken);

    public Task<long> AdvanceClockAsync(CancellationToken cancellationToken) =>
        RunAsync(statements => statements.AdvanceClock(_clock.Now()), cancellationToken);

    public Task<T> QueryAsync<T>(Func<DbConnection, CancellationToken, Task<T>> query, CancellationToken cancellationToken) =>

        // A query can take long, and SQLite knows no asynchronous work: it gets a thread of its own.
        Task.Factory.StartNew(
            () =>
            {
                try
                {
                    using var connection = _connections.OpenReader();
                    using var registration = cancellationToken.Register(() => SQLitePCL.raw.sqlite3_interrupt(connection.Handle));
                    return query(connection, cancellationToken).GetAwaiter().GetResult();
                }
                catch (Exception exception) when (exception is SqliteException)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    throw SqliteFailure.Translate(exception);
                }
            },
            cancellationToken,
            TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
            TaskScheduler.Default);

    public Task<T> ChangeAsync<T>(Func<DbConnection, CancellationToken, Task<T>> change, CancellationToken cancellationToken) =>

        // SQLite's asynchronous methods complete before they return, so nothing is waited for here.
        RunAsync(statements => change(statements.Connection, CancellationToken.None).GetAwaiter().GetResult(), cancellationToken);

    public string DeletePageSql(string where, string order, int pageSize, string returning) =>
        $"DELETE FROM state WHERE rowid IN (SELECT rowid FROM state WHERE {where} {order} LIMIT {pageSize}) RETURNING {returning}";

    public void Dispose()
    {
        _writer?.Dispose();
        _readers.Dispose();
        _connection?.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<T> RunAsync<T>(Func<SqliteStatements, T> change, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var work = new SqliteWork.Change<T>(change);
        Writer.Enqueue(work);
        return await work.Task.WaitAsync(cancellationToken);
    }

    private static bool HasHistory(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migrations'";
        return command.ExecuteScalar() is not null;
    }

    private static long ReadClock(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT high_water FROM state_clock";
        return (long)command.ExecuteScalar()!;
    }
}
