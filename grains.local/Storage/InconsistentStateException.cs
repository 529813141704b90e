using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>A compare-and-swap was lost: the stored version is not the one that the write named. It drops the activation that wrote.</summary>
public class InconsistentStateException : OrleansException
{
    /// <summary>An exception without details.</summary>
    public InconsistentStateException()
    {
    }

    /// <summary>An exception with a message.</summary>
    public InconsistentStateException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and a cause.</summary>
    public InconsistentStateException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An exception with both versions.</summary>
    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag, Exception? storageException = null)
        : base(errorMsg, storageException)
    {
        StoredEtag = storedEtag;
        CurrentEtag = currentEtag;
    }

    /// <summary>Whether it has not yet dropped an activation: it drops the one that wrote, none of that one's callers.</summary>
    internal bool IsSourceActivation { get; set; } = true;

    /// <summary>The stored version, where it is known.</summary>
    public string? StoredEtag { get; }

    /// <summary>The version that the write named.</summary>
    public string? CurrentEtag { get; }
}
