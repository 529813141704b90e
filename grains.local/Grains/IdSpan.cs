namespace Orleans.Runtime;

/// <summary>The key of a grain.</summary>
/// <param name="Value">The key's text.</param>
public readonly record struct IdSpan(string Value)
{
    /// <summary>Makes a key of its text.</summary>
    public static IdSpan Create(string id) => new(id);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
