using Eudiplo.Grains.Local.Calls;
using Orleans.Runtime;

namespace Orleans;

/// <summary>Identities of grains and of references to grains.</summary>
public static class GrainExtensions
{
    /// <summary>Returns the identity of a grain or of the grain that a reference points to.</summary>
    /// <exception cref="ArgumentException">The object is neither.</exception>
    public static GrainId GetGrainId(this IAddressable grain) => grain switch
    {
        IGrainBase { GrainContext: { } context } => context.GrainId,
        GrainProxy proxy => proxy.GrainId,
        null => throw new ArgumentNullException(nameof(grain)),
        _ => throw new ArgumentException("Neither an activated grain nor a reference to one.", nameof(grain)),
    };

    /// <summary>Returns the key of a grain or of the grain that a reference points to.</summary>
    /// <exception cref="ArgumentException">The object is neither.</exception>
    public static string GetPrimaryKeyString(this IAddressable grain) => grain.GetGrainId().Key.ToString();
}
