using Eudiplo.Storage.Rows;

namespace Eudiplo.Storage.PostgreSql;

/// <summary>One row's read on its way to the database.</summary>
internal sealed class PostgreSqlRead(string kind, string key)
    : TaskCompletionSource<StoredRow?>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public string Kind => kind;

    public string Key => key;

    /// <summary>When it came, as a <see cref="System.Diagnostics.Stopwatch"/> timestamp.</summary>
    public long EnqueuedAt { get; } = System.Diagnostics.Stopwatch.GetTimestamp();
}
