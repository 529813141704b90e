using System.Collections.Concurrent;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Storage.Options;

namespace Eudiplo.Storage.Sqlite;

/// <summary>
/// The connections that read. A read of one row takes microseconds, so it runs on the caller's thread: handing it to another would cost
/// more. What is waited for without a thread is a free connection.
/// </summary>
internal sealed class SqliteReaders : IDisposable
{
    private readonly SqliteConnections _connections;
    private readonly StorageOptions _options;
    private readonly ConcurrentBag<SqliteReader> _idle = [];
    private readonly SemaphoreSlim _free;
    private int _waiting;

    public SqliteReaders(SqliteConnections connections, StorageOptions options)
    {
        _connections = connections;
        _options = options;
        _free = new SemaphoreSlim(options.Sqlite.Readers, options.Sqlite.Readers);
    }

    public async ValueTask<T> ReadAsync<T>(Func<SqliteReader, T> read)
    {
        if (!_free.Wait(0))
        {
            await WaitAsync();
        }

        try
        {
            if (!_idle.TryTake(out var reader))
            {
                reader = new SqliteReader(_connections.OpenReader());
            }

            try
            {
                return read(reader);
            }
            finally
            {
                _idle.Add(reader);
            }
        }
        catch (Exception exception)
        {
            throw SqliteFailure.Translate(exception);
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var reader))
        {
            reader.Dispose();
        }

        _free.Dispose();
    }

    private async Task WaitAsync()
    {
        if (Interlocked.Increment(ref _waiting) > _options.MaxPending)
        {
            Interlocked.Decrement(ref _waiting);
            throw new StorageUnavailableException($"Too many reads are waiting: Eudiplo:Storage:MaxPending allows {_options.MaxPending}.");
        }

        try
        {
            if (!await _free.WaitAsync(_options.OperationTimeout))
            {
                throw new StorageUnavailableException("A read waited longer than Eudiplo:Storage:OperationTimeout allows.");
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
