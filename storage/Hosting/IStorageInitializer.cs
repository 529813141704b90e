namespace Eudiplo.Storage.Hosting;

/// <summary>Makes the storage ready: connects, brings the schema up to date, loads the master key and the key ring.</summary>
/// <remarks>The host does this before any other service starts; a tool without a host calls it itself.</remarks>
public interface IStorageInitializer
{
    /// <summary>Whether the storage is ready.</summary>
    bool IsInitialized { get; }

    /// <summary>Makes the storage ready; does nothing when it is. After a failure, another call tries again.</summary>
    /// <exception cref="Eudiplo.Grains.Abstractions.Storage.StorageException">It cannot be made ready; the message says why, and what helps.</exception>
    Task InitializeAsync(CancellationToken cancellationToken = default);
}
