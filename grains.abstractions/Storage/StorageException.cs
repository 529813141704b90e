namespace Eudiplo.Grains.Abstractions.Storage;

/// <summary>Something is wrong with the storage below the grains, not with the call that met it.</summary>
/// <remarks>Messages name no key, subject or payload: they may be logged.</remarks>
[GenerateSerializer]
[Alias("eudiplo.storage.failure")]
public class StorageException : Exception
{
    /// <summary>A failure with a message.</summary>
    public StorageException(string message)
        : base(message)
    {
    }

    /// <summary>A failure with a message and a cause.</summary>
    public StorageException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
