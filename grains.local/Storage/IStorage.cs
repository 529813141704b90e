namespace Orleans.Core;

/// <summary>Reads and writes one grain's stored state.</summary>
public interface IStorage
{
    /// <summary>The version that the last read or write saw; null before the first write.</summary>
    string? Etag { get; }

    /// <summary>Whether a record is stored.</summary>
    bool RecordExists { get; }

    /// <summary>Deletes the stored record and resets the state.</summary>
    Task ClearStateAsync();

    /// <summary>Writes the state if the stored version is still <see cref="Etag"/>.</summary>
    /// <exception cref="Orleans.Storage.InconsistentStateException">The stored version is another one.</exception>
    Task WriteStateAsync();

    /// <summary>Reads the stored state.</summary>
    Task ReadStateAsync();

    /// <inheritdoc cref="ClearStateAsync()"/>
    Task ClearStateAsync(CancellationToken cancellationToken) => ClearStateAsync();

    /// <inheritdoc cref="WriteStateAsync()"/>
    Task WriteStateAsync(CancellationToken cancellationToken) => WriteStateAsync();

    /// <inheritdoc cref="ReadStateAsync()"/>
    Task ReadStateAsync(CancellationToken cancellationToken) => ReadStateAsync();
}
