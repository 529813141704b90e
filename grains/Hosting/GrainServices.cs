using Eudiplo.Grains.Clients;
using Eudiplo.Grains.Credentials;
using Eudiplo.Grains.Grants;
using Eudiplo.Grains.Keys;
using Eudiplo.Grains.Replays;
using Eudiplo.Grains.Revocations;
using Eudiplo.Grains.Sessions;
using Eudiplo.Grains.Steps;
using Eudiplo.Grains.Telemetry;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Jose;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Eudiplo.Grains.Hosting;

/// <summary>Registers what the grains work with.</summary>
public static class GrainServices
{
    /// <summary>Adds the rules' services. Storage, the grain runtime and an <see cref="ITenantSource"/> are the host's to add.</summary>
    public static IServiceCollection AddEudiploGrains(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddOptions<IssuerOptions>();
        services.AddOptions<ReplayOptions>();
        services.AddSingleton<SharedReplays>();
        services.AddSingleton<ClientProofs>();
        services.AddSingleton<TenantDirectory>();
        services.AddSingleton<ITenantPresence>(provider => provider.GetRequiredService<TenantDirectory>());
        services.AddSingleton<TenantKeyRing>();
        services.AddSingleton<TokenAnswers>();
        services.AddSingleton<RevocationVeto>();
        services.AddSingleton<GrantOrder>();
        services.AddSingleton<StatusIndices>();
        services.AddOptions<ClientRateOptions>();
        services.AddOptions<OpenSessionOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OpenSessionOptions>, OpenSessionOptionsValidator>());
        services.AddSingleton<OpenSessions>();
        services.AddSingleton<SessionMetrics>();
        services.AddSingleton<GrantMetrics>();
        services.AddSingleton(new JwkCache());
        services.AddPresentations();
        services.AddSingleton<IInteractionStep, PresentationStep>();
        services.AddSingleton<IInteractionStep, WebStep>();
        services.AddSingleton<IInteractionStep, CustomStep>();
        services.AddSingleton<InteractionSteps>();
        return services;
    }
}
