using Eudiplo.Gateway.Wire;
using Eudiplo.Protocol.Jose;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Eudiplo.Gateway.Dpop;

/// <summary>Registers the checks of DPoP proofs and of attestation challenges.</summary>
internal static class DpopServices
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddDpop(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DpopOptions>().Bind(configuration.GetSection("Eudiplo:Dpop")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DpopOptions>, DpopOptionsValidator>();
        services.TryAddSingleton(new JwkCache());
        services.AddSingleton<DpopTenants>();
        services.AddSingleton<DpopProofs>();
        services.AddSingleton<AttestationChallenges>();
        return services;
    }
}
