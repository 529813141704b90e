namespace Eudiplo.Protocol.Dcql;

/// <summary>A fault in a DCQL query.</summary>
/// <param name="Path">Where: for instance <c>credentials[0].claims[1].path</c>; empty for the query itself.</param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record DcqlError(string Path, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";
}
