namespace Eudiplo.Grains.Abstractions.Storage;

/// <summary>
/// The database could not be reached in time, is overloaded, or has no room. Nothing was written: the same call may be made again
/// later. A gateway answers 503.
/// </summary>
[GenerateSerializer]
[Alias("eudiplo.storage.unavailable")]
public class StorageUnavailableException : StorageException
{
    /// <summary>A failure with a message.</summary>
    public StorageUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>A failure with a message and a cause.</summary>
    public StorageUnavailableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
