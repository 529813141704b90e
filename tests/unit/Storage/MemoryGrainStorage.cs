using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Eudiplo.Unit.Tests.Storage;

/// <summary>
/// A grain storage in memory with a true compare-and-swap. States are kept as JSON, so a stored state and one in a grain share nothing.
/// </summary>
/// <remarks>As in the providers, what is not there is read as a new state with no version, and a clear resets the state.</remarks>
public sealed class MemoryGrainStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<(string State, string Grain), Row> _rows = new();
    private long _version;
    private int _reads;
    private int _writes;

    /// <summary>How many reads were asked for.</summary>
    public int Reads => Volatile.Read(ref _reads);

    /// <summary>How many writes and clears were asked for, lost ones included.</summary>
    public int Writes => Volatile.Read(ref _writes);

    /// <summary>How many rows there are.</summary>
    public int Count => _rows.Count;

    /// <summary>Runs before each read, outside of any lock: a test can wait or throw in it.</summary>
    public Func<string, GrainId, Task>? Reading { get; set; }

    /// <summary>Runs before each write and clear, outside of any lock: a test can wait or throw in it.</summary>
    public Func<string, GrainId, Task>? Writing { get; set; }

    /// <inheritdoc/>
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Interlocked.Increment(ref _reads);
        await (Reading?.Invoke(stateName, grainId) ?? Task.CompletedTask);
        if (_rows.TryGetValue(KeyOf(stateName, grainId), out var row))
        {
            grainState.State = JsonSerializer.Deserialize<T>(row.Json)!;
            grainState.ETag = row.Version;
            grainState.RecordExists = true;
        }
        else
        {
            Reset(grainState);
        }
    }

    /// <inheritdoc/>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Interlocked.Increment(ref _writes);
        var key = KeyOf(stateName, grainId);
        var row = new Row(JsonSerializer.SerializeToUtf8Bytes(grainState.State), NextVersion());
        await (Writing?.Invoke(stateName, grainId) ?? Task.CompletedTask);
        var isWritten = grainState.ETag is null
            ? _rows.TryAdd(key, row)
            : _rows.TryGetValue(key, out var old) && old.Version == grainState.ETag && _rows.TryUpdate(key, row, old);
        if (!isWritten)
        {
            throw Lost(key, grainState.ETag);
        }

        grainState.ETag = row.Version;
        grainState.RecordExists = true;
    }

    /// <inheritdoc/>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Interlocked.Increment(ref _writes);
        var key = KeyOf(stateName, grainId);
        await (Writing?.Invoke(stateName, grainId) ?? Task.CompletedTask);
        var isCleared = _rows.TryGetValue(key, out var old)
            ? old.Version == grainState.ETag && _rows.TryRemove(KeyValuePair.Create(key, old))
            : grainState.ETag is null;
        if (!isCleared)
        {
            throw Lost(key, grainState.ETag);
        }

        Reset(grainState);
    }

    /// <summary>Writes a row as another process would: whoever holds the old version loses.</summary>
    public void Overwrite<T>(string stateName, GrainId grainId, T state) =>
        _rows[KeyOf(stateName, grainId)] = new(JsonSerializer.SerializeToUtf8Bytes(state), NextVersion());

    /// <summary>Deletes a row as another process would.</summary>
    public bool Delete(string stateName, GrainId grainId) => _rows.TryRemove(KeyOf(stateName, grainId), out _);

    /// <summary>Returns what is stored; the default where nothing is.</summary>
    public T? Peek<T>(string stateName, GrainId grainId) =>
        _rows.TryGetValue(KeyOf(stateName, grainId), out var row) ? JsonSerializer.Deserialize<T>(row.Json) : default;

    /// <summary>Returns everything that is stored under a name.</summary>
    public IReadOnlyList<T> All<T>(string stateName) =>
        [.. _rows.Where(row => row.Key.State == stateName).Select(row => JsonSerializer.Deserialize<T>(row.Value.Json)!)];

    private static (string State, string Grain) KeyOf(string stateName, GrainId grainId) => (stateName, grainId.ToString());

    private static void Reset<T>(IGrainState<T> grainState)
    {
        grainState.State = Activator.CreateInstance<T>();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }

    private string NextVersion() => Interlocked.Increment(ref _version).ToString(CultureInfo.InvariantCulture);

    private InconsistentStateException Lost((string State, string Grain) key, string? version) =>
        new($"Another writer changed '{key.State}'.", _rows.TryGetValue(key, out var row) ? row.Version : null, version);

    private sealed record Row(byte[] Json, string Version);
}
