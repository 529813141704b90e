namespace Orleans.Runtime;

/// <summary>The runtime has stopped or stops, so the call was not taken or not finished.</summary>
public sealed class SiloUnavailableException : OrleansMessageRejectionException
{
    /// <summary>An exception with the standard message.</summary>
    public SiloUnavailableException()
        : base("The grain runtime is stopping.")
    {
    }

    /// <summary>An exception with a message.</summary>
    public SiloUnavailableException(string msg)
        : base(msg)
    {
    }

    /// <summary>An exception with a message and a cause.</summary>
    public SiloUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
