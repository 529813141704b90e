using System.Collections.Frozen;
using System.Reflection;
using Eudiplo.Grains.Local.Classes;

namespace Eudiplo.Grains.Local.Calls;

/// <summary>A grain interface and the one class that implements it.</summary>
internal sealed class GrainInterface
{
    private readonly GrainProxy _prototype;

    internal GrainInterface(Type type, GrainClass grainClass)
    {
        Type = type;
        Class = grainClass;
        Methods = type.GetInterfaces().Append(type)
            .SelectMany(one => one.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            .ToFrozenDictionary(method => method, GrainMethod.Of);
        _prototype = GrainProxy.Prototype(this);
    }

    internal Type Type { get; }

    internal GrainClass Class { get; }

    internal FrozenDictionary<MethodInfo, GrainMethod> Methods { get; }

    /// <summary>Makes a reference; it implements <see cref="Type"/>.</summary>
    internal object Reference(string key) => _prototype.For(key);
}
