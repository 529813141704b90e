using System.Diagnostics;
using System.Threading.Channels;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Storage.Clock;
using Eudiplo.Storage.Options;
using Eudiplo.Storage.Rows;
using Eudiplo.Storage.Telemetry;
using Npgsql;

namespace Eudiplo.Storage.PostgreSql;

/// <summary>Reads whatever is waiting in one round trip on one connection. A read that comes alone waits for nobody.</summary>
internal sealed class PostgreSqlReadLane(
    ChannelReader<PostgreSqlRead> requests,
    NpgsqlDataSource source,
    ExpiryClock clock,
    StorageMetrics metrics,
    StorageOptions options)
{
    private readonly LaneConnection _connection = new(source);

    /// <summary>Serves until the channel is completed.</summary>
    public async Task RunAsync()
    {
        var batch = new List<PostgreSqlRead>();
        while (await requests.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < options.MaxBatch && requests.TryRead(out var request))
            {
                if (Stopwatch.GetElapsedTime(request.EnqueuedAt) < options.OperationTimeout)
                {
                    batch.Add(request);
                }
                else
                {
                    request.TrySetException(new StorageUnavailableException("A read waited longer than Eudiplo:Storage:OperationTimeout allows."));
                }
            }

            if (batch.Count > 0)
            {
                await ServeAsync(batch);
            }
        }

        await _connection.DisposeAsync();
    }

    private async Task ServeAsync(List<PostgreSqlRead> batch)
    {
        var started = Stopwatch.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await ReadAsync(batch);
                metrics.Batch(PostgreSqlDatabase.ProviderName, "read", batch.Count, started);
                return;
            }
            catch (Exception exception)
            {
                await _connection.DropAsync();

                // Reading changes nothing, so a connection that has died meanwhile costs a second try, and the caller nothing.
                if (attempt == 2 || PostgreSqlFailure.IsRefusal(exception))
                {
                    var failure = PostgreSqlFailure.NotApplied(exception);
                    batch.ForEach(request => request.TrySetException(failure));
                    return;
                }
            }
        }
    }

    private async Task ReadAsync(List<PostgreSqlRead> batch)
    {
        var now = clock.Now();
        var rows = new StoredRow?[batch.Count];
        List<(string Kind, string Key)>? ended = null;
        var connection = await _connection.OpenAsync();
        await using (var command = new NpgsqlBatch(connection) { BatchCommands = { PostgreSqlStatements.Read(batch, now) } })
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                var index = (int)reader.GetInt64(0) - 1;
                if (!reader.IsDBNull(5))
                {
                    // An empty payload is a row that is only kept for its times.
                    var payload = reader.GetFieldValue<byte[]>(5);
                    rows[index] = payload.Length == 0 ? null : new StoredRow(reader.GetString(1), reader.GetInt64(2), payload);
                }
                else if (reader.GetInt64(3) > reader.GetInt64(4))
                {
                    (ended ??= []).Add((batch[index].Kind, batch[index].Key));
                }
            }
        }

        if (ended is not null)
        {
            // Once told that it has expired, nobody may find it again, by whatever clock: the database remembers before the answer goes.
            await using var end = new NpgsqlBatch(connection)
            {
                BatchCommands = { PostgreSqlStatements.Advance(now), PostgreSqlStatements.End(ended, now) },
            };
            await end.ExecuteNonQueryAsync();
            clock.Stored(now);
        }

        for (var index = 0; index < rows.Length; index++)
        {
            batch[index].TrySetResult(rows[index]);
        }
    }
}
