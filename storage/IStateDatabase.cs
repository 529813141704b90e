using System.Data.Common;
using Eudiplo.Storage.Encryption;
using Eudiplo.Storage.Rows;

namespace Eudiplo.Storage;

/// <summary>One database, seen by everything above it. SQLite and PostgreSQL implement it and pass the same tests.</summary>
internal interface IStateDatabase : IAsyncDisposable, IDisposable
{
    /// <summary>The provider's name in metrics and logs.</summary>
    string Name { get; }

    /// <summary>The key ring and the settings.</summary>
    IKeyStore Keys { get; }

    /// <summary>
    /// Connects, brings the schema up to date and runs <paramref name="firstUse"/>, all under one lock that other processes over the same
    /// database wait for, and in one transaction. Called once, before anything else.
    /// </summary>
    void Initialize(Action<IKeyStore> firstUse);

    /// <summary>Reads a row; null when there is none, it has expired, or it is only kept for its times.</summary>
    ValueTask<StoredRow?> ReadAsync(string kind, string key);

    /// <summary>Makes one write durable, together with whatever else is waiting.</summary>
    Task<WriteResult> WriteAsync(StateWrite write);

    /// <summary>Deletes or erases at most so many expired rows.</summary>
    Task<SweepResult> SweepAsync(int batchSize, CancellationToken cancellationToken);

    /// <summary>Makes the database remember the present time, and returns it: the time by which a query decides what has expired.</summary>
    Task<long> AdvanceClockAsync(CancellationToken cancellationToken);

    /// <summary>Runs a reading query on a connection that no grain waits for.</summary>
    Task<T> QueryAsync<T>(Func<DbConnection, CancellationToken, Task<T>> query, CancellationToken cancellationToken);

    /// <summary>Runs statements in a transaction of their own.</summary>
    Task<T> ChangeAsync<T>(Func<DbConnection, CancellationToken, Task<T>> change, CancellationToken cancellationToken);

    /// <summary>
    /// The statement that deletes one page of rows and returns a column of each. Rows that are being written are waited for.
    /// </summary>
    string DeletePageSql(string where, string order, int pageSize, string returning);
}
