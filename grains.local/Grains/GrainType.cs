namespace Orleans.Runtime;

/// <summary>The name of a grain class.</summary>
/// <param name="Value">The name.</param>
public readonly record struct GrainType(string Value)
{
    /// <summary>Makes a grain type of its name.</summary>
    public static GrainType Create(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
