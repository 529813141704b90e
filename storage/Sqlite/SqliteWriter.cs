using System.Diagnostics;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Storage.Clock;
using Eudiplo.Storage.Options;
using Eudiplo.Storage.Telemetry;

namespace Eudiplo.Storage.Sqlite;

/// <summary>
/// The one writer: a thread that takes whatever is waiting into one transaction, so that concurrent writes share one flush to disk. When
/// nothing else waits, a write is alone in its transaction and waits for nobody.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private readonly SqliteStatements _statements;
    private readonly ExpiryClock _clock;
    private readonly StorageMetrics _metrics;
    private readonly StorageOptions _options;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly Thread _thread;
    private List<SqliteWork> _waiting = [];
    private bool _stopping;

    public SqliteWriter(SqliteStatements statements, ExpiryClock clock, StorageMetrics metrics, StorageOptions options)
    {
        _statements = statements;
        _clock = clock;
        _metrics = metrics;
        _options = options;
        _thread = new Thread(Run) { IsBackground = true, Name = "Eudiplo SQLite writer" };
        _thread.Start();
    }

    /// <exception cref="StorageUnavailableException">Too much is waiting, or the writer has been stopped.</exception>
    public void Enqueue(SqliteWork work)
    {
        work.EnqueuedAt = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            if (_stopping)
            {
                throw new StorageUnavailableException("The storage is being stopped.");
            }

            if (_waiting.Count >= _options.MaxPending)
            {
                throw new StorageUnavailableException(
                    $"{_waiting.Count} writes are waiting: Eudiplo:Storage:MaxPending allows no more.");
            }

            _waiting.Add(work);
            if (_waiting.Count > 1)
            {
                // The one that came first has already woken the thread.
                return;
            }
        }

        _arrived.Release();
    }

    /// <summary>Writes what is waiting, and stops.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_stopping)
            {
                return;
            }

            _stopping = true;
        }

        _arrived.Release();
        _thread.Join();
        _arrived.Dispose();
        _statements.Dispose();
    }

    private void Run()
    {
        var work = new List<SqliteWork>();
        while (true)
        {
            _arrived.Wait();
            bool stopping;
            lock (_gate)
            {
                (work, _waiting) = (_waiting, work);
                stopping = _stopping;
            }

            for (var done = 0; done < work.Count; done += _options.MaxBatch)
            {
                Commit(work[done..Math.Min(done + _options.MaxBatch, work.Count)]);
            }

            work.Clear();
            if (stopping)
            {
                return;
            }
        }
    }

    private void Commit(List<SqliteWork> batch)
    {
        DropOverdue(batch);
        if (batch.Count == 0)
        {
            return;
        }

        var started = Stopwatch.GetTimestamp();
        var committing = false;
        try
        {
            _statements.Begin();
            foreach (var work in batch)
            {
                work.Run(_statements, _clock);
                if (!_statements.InTransaction)
                {
                    throw work.Failure ?? new StorageException("The transaction ended before its commit.");
                }
            }

            committing = true;
            _statements.Commit();
        }
        catch (Exception exception)
        {
            var failure = SqliteFailure.Translate(exception, committing);
            Undo();
            batch.ForEach(work => work.Fail(failure));
            return;
        }

        if (_statements.AdvancedTo is { } instant)
        {
            _clock.Stored(instant);
        }

        _metrics.Batch(SqliteDatabase.ProviderName, "write", batch.Count, started);
        batch.ForEach(work => work.Complete());
    }

    private void DropOverdue(List<SqliteWork> batch) => batch.RemoveAll(work =>
    {
        if (Stopwatch.GetElapsedTime(work.EnqueuedAt) < _options.OperationTimeout)
        {
            return false;
        }

        work.Fail(new StorageUnavailableException("A write waited longer than Eudiplo:Storage:OperationTimeout allows; it was not made."));
        return true;
    });

    private void Undo()
    {
        try
        {
            _statements.RollBack("ROLLBACK");
        }
        catch (Exception)
        {
            // The failure that led here is the one to tell; the next transaction starts with BEGIN and fails if this one is still open.
        }
    }
}
