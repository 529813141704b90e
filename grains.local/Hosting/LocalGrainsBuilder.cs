using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace Eudiplo.Grains.Local.Hosting;

/// <summary>Collects the grain classes that the local runtime serves.</summary>
public sealed class LocalGrainsBuilder
{
    private readonly HashSet<Type> _classes = [];

    internal LocalGrainsBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services that the runtime is registered in.</summary>
    public IServiceCollection Services { get; }

    internal IEnumerable<Type> Classes => _classes;

    /// <summary>Adds every grain class of an assembly: every class that implements an interface derived from <see cref="Orleans.IGrainWithStringKey"/>.</summary>
    public LocalGrainsBuilder AddGrainsFrom(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        _classes.UnionWith(assembly.GetTypes().Where(type =>
            type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false } && InterfacesOf(type).Any()));
        return this;
    }

    /// <summary>Adds one grain class.</summary>
    public LocalGrainsBuilder AddGrain<TGrain>()
        where TGrain : class, IGrainWithStringKey
    {
        _classes.Add(typeof(TGrain));
        return this;
    }

    internal static IEnumerable<Type> InterfacesOf(Type type) =>
        type.GetInterfaces().Where(one => one != typeof(IGrainWithStringKey) && one.IsAssignableTo(typeof(IGrainWithStringKey)));
}
