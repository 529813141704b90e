namespace Orleans.Runtime;

/// <summary>The key of a grain.</summary>
public readonly record struct IdSpan
{
    private readonly string? _key;

    private IdSpan(string key) => _key = key;

    /// <summary>Makes a key of its text.</summary>
    public static IdSpan Create(string id) => new(id);

    /// <inheritdoc/>
    public override string ToString() => _key ?? "";
}
