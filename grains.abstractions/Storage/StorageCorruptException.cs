namespace Eudiplo.Grains.Abstractions.Storage;

/// <summary>
/// Stored data cannot be trusted: a payload was altered, cut, moved to another row, or encrypted with a key that is not there; or the
/// database file is damaged. Repeating the call does not help.
/// </summary>
[GenerateSerializer]
[Alias("eudiplo.storage.corrupt")]
public class StorageCorruptException : StorageException
{
    /// <summary>A failure with a message.</summary>
    public StorageCorruptException(string message)
        : base(message)
    {
    }

    /// <summary>A failure with a message and a cause.</summary>
    public StorageCorruptException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
