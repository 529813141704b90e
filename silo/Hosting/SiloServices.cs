using Eudiplo.Grains.Steps;
using Eudiplo.Grains.Telemetry;
using Eudiplo.Grains.Tenants;
using Eudiplo.Silo.Tenants;
using Eudiplo.Storage.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Eudiplo.Silo.Hosting;

/// <summary>Makes a host a silo: grains, their storage, and what they work with.</summary>
public static class SiloServices
{
    /// <summary>Adds everything that a silo needs. Configuration: section <c>Eudiplo</c>.</summary>
    public static IHostApplicationBuilder AddEudiploSilo(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<IssuerOptions>().Bind(builder.Configuration.GetSection("Eudiplo"));
        services.AddOptions<TenantFileOptions>().Bind(builder.Configuration.GetSection("Eudiplo:Tenants"));
        services.AddSingleton<TenantFiles>();
        services.AddSingleton<ITenantSource>(provider => provider.GetRequiredService<TenantFiles>());
        services.AddSingleton<TenantDirectory>();
        services.AddSingleton(new JwkCache());
        services.AddSingleton<ICredentialFormatVerifier>(p => new SdJwtVcVerifier(new SdJwtVcOptions(), p.GetRequiredService<JwkCache>()));
        services.AddSingleton(p => new PresentationVerifier(p.GetServices<ICredentialFormatVerifier>()));
        services.AddSingleton<IInteractionStep, PresentationStep>();
        services.AddSingleton<IInteractionStep, WebStep>();
        services.AddSingleton<InteractionSteps>();
        services.AddSingleton<SessionMetrics>();
        services.AddMetrics();
        services.AddEudiploStorage(builder.Configuration);
        GrainHosting.AddGrainRuntime(builder);
        return builder;
    }
}
