namespace Eudiplo.Grains.Abstractions.Storage;

/// <summary>
/// The connection was lost while a write was on its way: it may or may not have been made. The activation must read its state again
/// before it does anything else. A gateway answers 503, and a wallet that repeats its request gets the answer that holds.
/// </summary>
[GenerateSerializer]
[Alias("eudiplo.storage.outcome-unknown")]
public class StorageOutcomeUnknownException : StorageException
{
    /// <summary>A failure with a message.</summary>
    public StorageOutcomeUnknownException(string message)
        : base(message)
    {
    }

    /// <summary>A failure with a message and a cause.</summary>
    public StorageOutcomeUnknownException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
