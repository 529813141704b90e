namespace Orleans.Runtime;

/// <summary>Base of the exceptions of the grain runtime.</summary>
public class OrleansException : Exception
{
    /// <summary>An exception without details.</summary>
    public OrleansException()
    {
    }

    /// <summary>An exception with a message.</summary>
    public OrleansException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and a cause.</summary>
    public OrleansException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
