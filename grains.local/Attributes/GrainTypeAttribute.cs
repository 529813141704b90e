namespace Orleans;

/// <summary>Names a grain class; the name is the first part of its <see cref="Orleans.Runtime.GrainId"/>.</summary>
/// <param name="grainType">The name.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class GrainTypeAttribute(string grainType) : Attribute
{
    internal string GrainType { get; } = grainType;
}
