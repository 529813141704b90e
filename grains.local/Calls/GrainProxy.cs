using System.Reflection;
using Orleans.Runtime;

namespace Eudiplo.Grains.Local.Calls;

/// <summary>A reference to a grain: what <c>GetGrain</c> returns implements the grain interface and is one of these.</summary>
internal class GrainProxy : DispatchProxy
{
    private GrainInterface _interface = null!;
    private string _key = "";

    internal GrainId GrainId => GrainId.Create(_interface.Class.GrainType, IdSpan.Create(_key));

    public override bool Equals(object? obj) => obj is GrainProxy other && other._interface == _interface && other._key == _key;

    public override int GetHashCode() => _key.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => $"{_interface.Type.Name} {GrainId}";

    /// <summary>Makes the reference that others are copied from: creating a proxy reflects, copying one does not.</summary>
    internal static GrainProxy Prototype(GrainInterface grainInterface)
    {
        var proxy = (GrainProxy)Create(grainInterface.Type, typeof(GrainProxy));
        proxy._interface = grainInterface;
        return proxy;
    }

    internal GrainProxy For(string key)
    {
        var proxy = (GrainProxy)MemberwiseClone();
        proxy._key = key;
        return proxy;
    }

    protected override object Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var method = _interface.Methods[targetMethod!];
        return method.Wrap(_interface.Class.Call(_key, method, args!));
    }
}
