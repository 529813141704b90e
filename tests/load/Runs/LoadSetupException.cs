namespace Eudiplo.Load.Runs;

/// <summary>The load cannot begin; the message is for the user.</summary>
public sealed class LoadSetupException : Exception
{
    /// <summary>Makes the exception.</summary>
    public LoadSetupException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
