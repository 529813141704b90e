using System.Diagnostics;
using System.Threading.Channels;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Storage.Clock;
using Eudiplo.Storage.Options;
using Eudiplo.Storage.Rows;
using Eudiplo.Storage.Telemetry;
using Npgsql;

namespace Eudiplo.Storage.PostgreSql;

/// <summary>
/// Writes whatever is waiting in one round trip and one commit on one connection. A write that comes alone waits for nobody. The writes of
/// one row always come to the same lane, one batch after the other.
/// </summary>
internal sealed class PostgreSqlWriteLane(
    ChannelReader<StateWrite> writes,
    NpgsqlDataSource source,
    ExpiryClock clock,
    StorageMetrics metrics,
    StorageOptions options)
{
    private const int MaxLosses = 3;

    private readonly LaneConnection _connection = new(source);
    private readonly PostgreSqlWriteBatch _batch = new(options.MaxBatch);

    /// <summary>Serves until the channel is completed and empty.</summary>
    public async Task RunAsync()
    {
        while (_batch.HasDeferred || await writes.WaitToReadAsync())
        {
            _batch.Refill();
            while (!_batch.IsFull && writes.TryRead(out var write))
            {
                if (Stopwatch.GetElapsedTime(write.EnqueuedAt) < options.OperationTimeout)
                {
                    _batch.Add(write);
                }
                else
                {
                    write.TrySetException(new StorageUnavailableException(
                        "A write waited longer than Eudiplo:Storage:OperationTimeout allows; it was not made."));
                }
            }

            if (_batch.Rows.Count > 0)
            {
                await ServeAsync(_batch.Rows);
            }
        }

        await _connection.DisposeAsync();
    }

    private async Task ServeAsync(List<StateWrite> rows)
    {
        var started = Stopwatch.GetTimestamp();
        var inDoubt = false;
        var losses = 0;
        while (true)
        {
            NpgsqlConnection connection;
            try
            {
                connection = await _connection.OpenAsync();
            }
            catch (Exception exception)
            {
                Fail(rows, inDoubt ? PostgreSqlFailure.Unknown(exception) : PostgreSqlFailure.NotApplied(exception));
                return;
            }

            try
            {
                await new PostgreSqlWriteAttempt(connection, clock, rows, inDoubt).RunAsync();
                metrics.Batch(PostgreSqlDatabase.ProviderName, "write", rows.Count, started);
                return;
            }
            catch (Exception exception) when (PostgreSqlFailure.IsRefusal(exception) && rows.Count > 1)
            {
                // One of the rows cannot be stored. Nothing of the batch was: alone, each gets its own answer.
                foreach (var row in rows.ToArray())
                {
                    await ServeAsync([row]);
                }

                return;
            }
            catch (Exception exception) when (PostgreSqlFailure.IsRolledBack(exception))
            {
                if (!PostgreSqlFailure.IsConflict(exception) || Stopwatch.GetElapsedTime(started) > options.OperationTimeout)
                {
                    Fail(rows, inDoubt ? PostgreSqlFailure.Unknown(exception) : PostgreSqlFailure.NotApplied(exception));
                    return;
                }
            }
            catch (Exception exception)
            {
                // The connection is gone, and the commit may have been made or not. The same statements again settle it: every write has
                // a version of its own and names the one that it replaces, so it is made at most once, and the version that is stored
                // tells whether it was.
                await _connection.DropAsync();
                inDoubt = true;
                if (++losses == MaxLosses || Stopwatch.GetElapsedTime(started) > options.OperationTimeout)
                {
                    Fail(rows, PostgreSqlFailure.Unknown(exception));
                    return;
                }
            }
        }
    }

    private static void Fail(List<StateWrite> rows, Exception failure) => rows.ForEach(row => row.TrySetException(failure));
}
