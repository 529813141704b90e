namespace Orleans.Runtime;

/// <summary>The identity of a grain: its type and its key.</summary>
/// <param name="Type">The grain class.</param>
/// <param name="Key">The key within that class.</param>
public readonly record struct GrainId(GrainType Type, IdSpan Key)
{
    /// <summary>Makes an identity of a type's name and a key's text.</summary>
    public static GrainId Create(string type, string key) => Create(GrainType.Create(type), key);

    /// <summary>Makes an identity of a type and a key's text.</summary>
    /// <exception cref="ArgumentException">The key is empty or blank.</exception>
    public static GrainId Create(GrainType type, string key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        return new(type, IdSpan.Create(key));
    }

    /// <summary>Makes an identity of a type and a key.</summary>
    public static GrainId Create(GrainType type, IdSpan key) => new(type, key);

    /// <inheritdoc/>
    public override string ToString() => $"{Type}/{Key}";
}
