using Eudiplo.Grains.Http;
using Eudiplo.Grains.IssuerMetadata;
using Eudiplo.Grains.RequestSigning;
using Eudiplo.Grains.Statuses;
using Eudiplo.Grains.Steps;
using Eudiplo.Grains.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Eudiplo.Grains.Hosting;

/// <summary>Registers what presentation steps work with.</summary>
internal static class PresentationServices
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddPresentations(this IServiceCollection services)
    {
        services.AddOptions<GuardedHttpOptions>().ValidateOnStart();
        services.AddOptions<StatusListOptions>().ValidateOnStart();
        services.AddOptions<IssuerKeyOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GuardedHttpOptions>, GuardedHttpOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StatusListOptions>, StatusListOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<IssuerKeyOptions>, IssuerKeyOptionsValidator>());
        services.TryAddSingleton<IHostResolver, DnsHostResolver>();
        services.TryAddSingleton<IGuardedHttp, GuardedHttp>();
        services.AddSingleton<IssuerKeys>();
        services.AddSingleton<StatusLists>();
        services.AddSingleton<RequestKeyStore>();
        services.AddSingleton<RequestSigners>();
        services.AddSingleton<PresentationVerifiers>();
        services.AddSingleton<PresentationQuestion>();
        services.AddSingleton<PresentationCheck>();
        services.AddSingleton<ClaimsWebhooks>();
        return services;
    }
}
