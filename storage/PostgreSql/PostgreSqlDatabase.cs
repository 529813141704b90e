using System.Data.Common;
using System.Threading.Channels;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Storage.Clock;
using Eudiplo.Storage.Encryption;
using Eudiplo.Storage.Options;
using Eudiplo.Storage.Rows;
using Eudiplo.Storage.Telemetry;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Eudiplo.Storage.PostgreSql;

/// <summary>States in PostgreSQL: a few connections that carry whole batches of writes and reads, and a pool for the rest.</summary>
internal sealed class PostgreSqlDatabase : IStateDatabase
{
    public const string ProviderName = "postgresql";

    private readonly StorageOptions _options;
    private readonly ExpiryClock _clock;
    private readonly StorageMetrics _metrics;
    private readonly PostgreSqlConnections _connections;
    private readonly Channel<StateWrite>[] _writes;
    private readonly Channel<PostgreSqlRead> _reads;
    private Task[] _lanes = [];
    private bool _ready;
    private volatile bool _stopping;

    public PostgreSqlDatabase(IOptions<StorageOptions> options, ExpiryClock clock, StorageMetrics metrics)
    {
        _options = options.Value;
        _clock = clock;
        _metrics = metrics;
        _connections = new PostgreSqlConnections(_options);
        _writes = [.. Enumerable.Range(0, _options.PostgreSql.Writers).Select(_ =>
            Channel.CreateBounded<StateWrite>(new BoundedChannelOptions(_options.MaxPending) { SingleReader = true }))];
        _reads = Channel.CreateBounded<PostgreSqlRead>(_options.MaxPending);
        Keys = new PostgreSqlSharedKeyStore(_connections.Maintenance);
    }

    public string Name => ProviderName;

    public IKeyStore Keys { get; }

    public void Initialize(Action<IKeyStore> firstUse)
    {
        try
        {
            _clock.Stored(PostgreSqlSchema.Prepare(_connections.Maintenance, firstUse));
        }
        catch (Exception exception)
        {
            throw PostgreSqlFailure.NotApplied(exception);
        }

        var writers = _writes.Select(channel =>
            Task.Run(new PostgreSqlWriteLane(channel.Reader, _connections.Lanes, _clock, _metrics, _options).RunAsync));
        var readers = Enumerable.Range(0, _options.PostgreSql.Readers).Select(_ =>
            Task.Run(new PostgreSqlReadLane(_reads.Reader, _connections.Lanes, _clock, _metrics, _options).RunAsync));
        _lanes = [.. writers, .. readers];
        _ready = true;
    }

    public ValueTask<StoredRow?> ReadAsync(string kind, string key)
    {
        var read = new PostgreSqlRead(kind, key);
        Enqueue(_reads, read);
        return new ValueTask<StoredRow?>(read.Task);
    }

    public Task<WriteResult> WriteAsync(StateWrite write)
    {
        // One row's writes share a lane, so that this process never makes its own connections wait for each other's row locks.
        var lane = (uint)string.GetHashCode(write.Key, StringComparison.Ordinal) % (uint)_writes.Length;
        Enqueue(_writes[lane], write);
        return write.Task;
    }

    public async Task<SweepResult> SweepAsync(int batchSize, CancellationToken cancellationToken)
    {
        var now = _clock.Now();
        return await RunAsync(
            (connection, token) => PostgreSqlSweep.RunAsync(connection, now, batchSize, token),
            cancellationToken);
    }

    public async Task<long> AdvanceClockAsync(CancellationToken cancellationToken)
    {
        var now = _clock.Now();
        if (!_clock.IsStored(now))
        {
            await RunAsync(
                async (connection, token) =>
                {
                    await using var batch = new NpgsqlBatch(connection) { BatchCommands = { PostgreSqlStatements.Advance(now) } };
                    return await batch.ExecuteNonQueryAsync(token);
                },
                cancellationToken);
            _clock.Stored(now);
        }

        return now;
    }

    public Task<T> QueryAsync<T>(Func<DbConnection, CancellationToken, Task<T>> query, CancellationToken cancellationToken) =>
        RunAsync((connection, token) => query(connection, token), cancellationToken);

    public async Task<T> ChangeAsync<T>(Func<DbConnection, CancellationToken, Task<T>> change, CancellationToken cancellationToken)
    {
        const int attempts = 5;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await OpenAsync(cancellationToken);
                return await change(connection, cancellationToken);
            }
            catch (Exception exception) when (PostgreSqlFailure.IsConflict(exception) && attempt < attempts)
            {
                // Rolled back for another's sake: the page is asked for again.
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException or IOException)
            {
                throw PostgreSqlFailure.IsRolledBack(exception) ? PostgreSqlFailure.NotApplied(exception) : PostgreSqlFailure.Unknown(exception);
            }
        }
    }

    // Rows are locked in the order in which the writers lock theirs, so that they wait for each other and never in a circle. What was true of them is
    // asked again in a form that no index serves: with statistics from before a table grew, the planner walked all rows of the target for each key.
    public string DeletePageSql(string where, string order, int pageSize, string returning) =>
        $"""
        WITH page AS MATERIALIZED (SELECT kind, key FROM state WHERE {where} {order} LIMIT {pageSize}),
        locked AS MATERIALIZED (
            SELECT kind, key FROM state WHERE (kind, key) IN (SELECT kind, key FROM page) AND ({where}) IS TRUE ORDER BY key, kind FOR UPDATE)
        DELETE FROM state AS s USING locked AS l WHERE s.kind = l.kind AND s.key = l.key RETURNING s.{returning}
        """;

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        if (_stopping)
        {
            return;
        }

        _stopping = true;
        Array.ForEach(_writes, channel => channel.Writer.TryComplete());
        _reads.Writer.TryComplete();
        await Task.WhenAll(_lanes);
        await _connections.DisposeAsync();
    }

    private void Enqueue<T>(Channel<T> channel, T operation)
    {
        if (!_ready)
        {
            throw new InvalidOperationException("The storage is not initialized: call IStorageInitializer first.");
        }

        if (!channel.Writer.TryWrite(operation))
        {
            throw new StorageUnavailableException(_stopping
                ? "The storage is being stopped."
                : $"{channel.Reader.Count} operations are waiting: Eudiplo:Storage:MaxPending allows no more.");
        }
    }

    private async Task<T> RunAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> action, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await _connections.Maintenance.OpenConnectionAsync(cancellationToken);
            return await action(connection, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw PostgreSqlFailure.NotApplied(exception);
        }
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _connections.Maintenance.OpenConnectionAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw PostgreSqlFailure.NotApplied(exception);
        }
    }
}
