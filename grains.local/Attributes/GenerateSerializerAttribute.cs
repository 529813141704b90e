namespace Orleans;

/// <summary>Marks a type that crosses a grain call or is stored. The local runtime passes references and ignores it.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
public sealed class GenerateSerializerAttribute : Attribute
{
    /// <summary>Whether primary constructor parameters are serialized; as in Orleans, <c>true</c> for records.</summary>
    public bool IncludePrimaryConstructorParameters { get; init; }
}
