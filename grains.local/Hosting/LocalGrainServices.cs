using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans;

namespace Eudiplo.Grains.Local.Hosting;

/// <summary>Registers the local grain runtime.</summary>
public static class LocalGrainServices
{
    /// <summary>
    /// Adds the local grain runtime: <see cref="IGrainFactory"/>, <see cref="LocalGrainRuntime"/> and a hosted service that stops it
    /// gracefully. It uses the registered <see cref="TimeProvider"/>. A second call configures the same runtime.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Sets options.</param>
    public static LocalGrainsBuilder AddLocalGrains(this IServiceCollection services, Action<LocalGrainOptions>? configure = null)
    {
        var options = services.AddOptions<LocalGrainOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        if (services.FirstOrDefault(service => service.ServiceType == typeof(LocalGrainsBuilder)) is { } registered)
        {
            return (LocalGrainsBuilder)registered.ImplementationInstance!;
        }

        var builder = new LocalGrainsBuilder(services);
        services.AddSingleton(builder);
        services.AddLogging();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IValidateOptions<LocalGrainOptions>, LocalGrainOptionsValidator>();
        services.AddSingleton<LocalGrainMetrics>();
        services.AddSingleton(provider => new LocalGrainRuntime(provider, builder));
        services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<LocalGrainRuntime>());
        services.AddHostedService(provider => provider.GetRequiredService<LocalGrainRuntime>());
        return builder;
    }
}
