using System.Diagnostics;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Grains.Abstractions.Telemetry;
using Eudiplo.Storage.Clock;
using Eudiplo.Storage.Encryption;
using Eudiplo.Storage.Hosting;
using Eudiplo.Storage.Telemetry;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Eudiplo.Storage.Rows;

/// <summary>The grains' storage provider: states in, encrypted rows out, each write a compare-and-swap.</summary>
internal sealed class EudiploGrainStorage(
    IStateDatabase database,
    IStorageInitializer initializer,
    StateCodec codec,
    SubjectHasher subjects,
    ExpiryClock clock,
    NewRows newRows,
    StorageMetrics metrics) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = grainId.Key.ToString()!;
        if (newRows.TryTake(stateName, key))
        {
            Reset(grainState);
            return Task.CompletedTask;
        }

        return ReadStateAsync(stateName, key, grainState);
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        using var span = Tracing.StartPart("storage.write");
        var started = Stopwatch.GetTimestamp();
        var key = grainId.Key.ToString()!;
        var operation = grainState.ETag is null ? "insert" : "update";
        var outcome = "failed";
        try
        {
            await initializer.InitializeAsync();
            if (!TryExpected(grainState.ETag, out var expected))
            {
                outcome = "lost";
                throw Lost(stateName, key, null, grainState.ETag);
            }

            var version = RowVersion.Next(expected);
            var result = await database.WriteAsync(Row(stateName, key, grainState.State, expected, version));
            if (!result.Applied)
            {
                outcome = "lost";
                throw Lost(stateName, key, result.StoredVersion, grainState.ETag);
            }

            grainState.ETag = RowVersion.ToETag(version);
            grainState.RecordExists = true;
            outcome = "ok";
        }
        finally
        {
            metrics.Write(database.Name, stateName, operation, outcome, started);
            StorageSpans.Describe(span, database.Name, stateName, outcome);
        }
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        using var span = Tracing.StartPart("storage.clear");
        var started = Stopwatch.GetTimestamp();
        var key = grainId.Key.ToString()!;
        var outcome = "failed";
        try
        {
            await initializer.InitializeAsync();
            if (grainState.ETag is not null)
            {
                var result = TryExpected(grainState.ETag, out var expected) && RowKey.IsStorable(key)
                    ? await database.WriteAsync(Deletion(stateName, key, expected))
                    : new WriteResult(Applied: false, StoredVersion: null);
                if (!result.Applied)
                {
                    outcome = "lost";
                    throw Lost(stateName, key, result.StoredVersion, grainState.ETag);
                }
            }

            Reset(grainState);
            outcome = "ok";
        }
        finally
        {
            metrics.Write(database.Name, stateName, "delete", outcome, started);
            StorageSpans.Describe(span, database.Name, stateName, outcome);
        }
    }

    private async Task ReadStateAsync<T>(string stateName, string key, IGrainState<T> grainState)
    {
        using var span = Tracing.StartPart("storage.read");
        var started = Stopwatch.GetTimestamp();
        var outcome = "failed";
        try
        {
            await initializer.InitializeAsync();

            // A key that cannot be stored was never stored: keys can come from outside, and must not become database errors.
            var row = RowKey.IsStorable(key) ? await database.ReadAsync(stateName, key) : null;
            if (row is null)
            {
                Reset(grainState);
                outcome = "none";
                return;
            }

            grainState.State = codec.Decode<T>(row, stateName, key);
            grainState.ETag = RowVersion.ToETag(row.Version);
            grainState.RecordExists = true;
            outcome = "found";
        }
        finally
        {
            metrics.Read(database.Name, stateName, outcome, started);
            StorageSpans.Describe(span, database.Name, stateName, outcome);
        }
    }

    private StateWrite Row<T>(string kind, string key, T state, long expected, long version)
    {
        if (state is not IStoredState columns)
        {
            throw new InvalidOperationException($"{typeof(T)} is stored through the provider '{StorageNames.Provider}' and must implement IStoredState.");
        }

        Require(key, "key");
        Require(kind, "name");
        Require(columns.TenantId, nameof(IStoredState.TenantId));
        RequireIfAny(columns.Status, nameof(IStoredState.Status));
        RequireIfAny(columns.ClientId, nameof(IStoredState.ClientId));
        RequireIfAny(columns.GroupId, nameof(IStoredState.GroupId));
        return new StateWrite
        {
            Operation = expected == 0 ? WriteKind.Insert : WriteKind.Update,
            Kind = kind,
            Key = key,
            ExpectedVersion = expected,
            NewVersion = version,
            Now = clock.Now(),
            TenantId = columns.TenantId,
            Status = columns.Status,
            ClientId = columns.ClientId,
            SubjectHash = subjects.Hash(columns.TenantId, columns.Subject),
            GroupId = columns.GroupId,
            ExpiresAt = Instant.From(columns.ExpiresAt),
            RetainUntil = Instant.From(columns.RetainUntil),
            CreatedAt = Instant.From(columns.CreatedAt),
            Payload = codec.Encode(state, columns.TenantId, kind, key, version),
        };
    }

    // An expired row may be deleted before the sweeper comes to it.
    private StateWrite Deletion(string kind, string key, long expected) => new()
    {
        Operation = WriteKind.Delete,
        Kind = kind,
        Key = key,
        ExpectedVersion = expected,
        Now = clock.Now(),
    };

    private static bool TryExpected(string? etag, out long expected)
    {
        expected = 0;
        return etag is null || (RowVersion.TryParse(etag, out expected) && expected > 0);
    }

    private static void Reset<T>(IGrainState<T> grainState)
    {
        grainState.State = NewState<T>.Make();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }

    private static void RequireIfAny(string? text, string what)
    {
        if (!string.IsNullOrEmpty(text))
        {
            Require(text, what);
        }
    }

    private static void Require(string text, string what)
    {
        if (!RowKey.IsStorable(text))
        {
            throw new ArgumentException(
                $"The {what} of a stored state must be 1 to {RowKey.MaxBytes} bytes of valid UTF-8 without NUL; it has {text.Length} characters.");
        }
    }

    private static InconsistentStateException Lost(string kind, string key, long? stored, string? expected) => new(
        $"The stored version of {RowKey.Fingerprint(kind, key)} is not the one that the write replaces, or the row has expired.",
        stored is { } version ? RowVersion.ToETag(version) : null,
        expected);
}
