using Orleans.Runtime;

namespace Eudiplo.Grains.Abstractions.Storage;

/// <summary>Something is wrong with the storage below the grains, not with the call that met it.</summary>
/// <remarks>
/// Messages name no key, subject or payload: they may be logged. It is an <see cref="OrleansException"/> because Orleans hands those from a
/// storage provider to the caller as they are; anything else it wraps, with the grain's key in the message.
/// </remarks>
[GenerateSerializer]
[Alias("eudiplo.storage.failure")]
public class StorageException : OrleansException
{
    /// <summary>A failure with a message.</summary>
    public StorageException(string message)
        : base(message)
    {
    }

    /// <summary>A failure with a message and a cause.</summary>
    public StorageException(string message, Exception? innerException)
        : base(message, innerException!)
    {
    }
}
