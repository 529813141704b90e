namespace Orleans.Runtime;

/// <summary>A call was not taken.</summary>
public class OrleansMessageRejectionException : OrleansException
{
    private protected OrleansMessageRejectionException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
