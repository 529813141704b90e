using Eudiplo.Protocol.Jose;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Eudiplo.Gateway.Dpop;

/// <summary>Registers the check of DPoP proofs.</summary>
internal static class DpopServices
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddDpop(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DpopOptions>().Bind(configuration.GetSection("Eudiplo:Dpop")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DpopOptions>, DpopOptionsValidator>();
        services.TryAddSingleton(new JwkCache());
        services.AddSingleton<DpopTenants>();
        services.AddSingleton<DpopProofs>();
        return services;
    }
}
