namespace Eudiplo.Storage.Rows;

/// <summary>One row's write on its way to the database, and the result that its caller waits for.</summary>
internal sealed class StateWrite()
    : TaskCompletionSource<WriteResult>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public required WriteKind Operation { get; init; }

    public required string Kind { get; init; }

    public required string Key { get; init; }

    /// <summary>The version that must be stored; 0 for an insert.</summary>
    public long ExpectedVersion { get; init; }

    /// <summary>The version that the row gets; 0 for a delete.</summary>
    public long NewVersion { get; init; }

    /// <summary>The time of the write by the expiry clock: a row that had expired by then is not replaced.</summary>
    public long Now { get; init; }

    /// <summary>When it came, as a <see cref="System.Diagnostics.Stopwatch"/> timestamp.</summary>
    public long EnqueuedAt { get; } = System.Diagnostics.Stopwatch.GetTimestamp();

    public string TenantId { get; init; } = "";

    public string Status { get; init; } = "";

    public string? ClientId { get; init; }

    public byte[]? SubjectHash { get; init; }

    public string? GroupId { get; init; }

    public long? ExpiresAt { get; init; }

    public long? RetainUntil { get; init; }

    public long CreatedAt { get; init; }

    public byte[] Payload { get; init; } = [];
}
