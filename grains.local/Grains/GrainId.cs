namespace Orleans.Runtime;

/// <summary>The identity of a grain: its type and its key.</summary>
/// <param name="Type">The grain class.</param>
/// <param name="Key">The key within that class.</param>
public readonly record struct GrainId(GrainType Type, IdSpan Key)
{
    /// <summary>Makes an identity of a type's name and a key's text.</summary>
    public static GrainId Create(string type, string key) => new(new GrainType(type), new IdSpan(key));

    /// <inheritdoc/>
    public override string ToString() => $"{Type}/{Key}";
}
