namespace Orleans.Runtime;

/// <summary>The name of a grain class.</summary>
public readonly record struct GrainType
{
    private readonly string? _name;

    private GrainType(string name) => _name = name;

    /// <summary>Makes a grain type of its name.</summary>
    public static GrainType Create(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => _name ?? "";
}
