using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Eudiplo.Grains.Local.Hosting;

/// <summary>Collects the grain classes that the local runtime serves.</summary>
public sealed class LocalGrainsBuilder
{
    private readonly HashSet<Assembly> _assemblies = [];

    internal LocalGrainsBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services that the runtime is registered in.</summary>
    public IServiceCollection Services { get; }

    internal IEnumerable<Assembly> Assemblies => _assemblies;

    /// <summary>Adds every grain class of an assembly: every class that implements an interface derived from <see cref="Orleans.IGrainWithStringKey"/>.</summary>
    public LocalGrainsBuilder AddGrainsFrom(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        _assemblies.Add(assembly);
        return this;
    }
}
