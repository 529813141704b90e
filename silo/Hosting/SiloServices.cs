using Eudiplo.Grains.Clients;
using Eudiplo.Grains.Credentials;
using Eudiplo.Grains.Grants;
using Eudiplo.Grains.Hosting;
using Eudiplo.Grains.Http;
using Eudiplo.Grains.IssuerMetadata;
using Eudiplo.Grains.RequestSigning;
using Eudiplo.Grains.Keys;
using Eudiplo.Grains.Offers;
using Eudiplo.Grains.Replays;
using Eudiplo.Grains.Revocations;
using Eudiplo.Grains.Sessions;
using Eudiplo.Grains.Statuses;
using Eudiplo.Grains.Tenants;
using Eudiplo.Silo.Telemetry;
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
        AddGrains(builder);
        GrainHosting.AddGrainRuntime(builder);
        return builder;
    }

    /// <summary>Adds the grains and what they work with, for a runtime that is still to be added.</summary>
    internal static void AddGrains(IHostApplicationBuilder builder)
    {
        builder.AddEudiploTelemetry();
        var services = builder.Services;
        services.AddOptions<IssuerOptions>().Bind(builder.Configuration.GetSection("Eudiplo"));
        services.AddOptions<TenantFileOptions>().Bind(builder.Configuration.GetSection("Eudiplo:Tenants"));
        services.AddSingleton<TenantFiles>();
        services.AddSingleton<ITenantSource>(provider => provider.GetRequiredService<TenantFiles>());
        services.AddOptions<GuardedHttpOptions>().Bind(builder.Configuration.GetSection("Eudiplo:Http"));
        services.AddOptions<StatusListOptions>().Bind(builder.Configuration.GetSection("Eudiplo:StatusLists"));
        services.AddOptions<IssuerKeyOptions>().Bind(builder.Configuration.GetSection("Eudiplo:IssuerMetadata"));
        services.AddOptions<ClientRateOptions>().Bind(builder.Configuration.GetSection("Eudiplo:RateLimits"));
        services.AddOptions<OpenSessionOptions>().Bind(builder.Configuration.GetSection("Eudiplo:Sessions"));
        services.AddEudiploGrains();
        services.AddEudiploStorage(builder.Configuration);
        services.AddEudiploStateJson(SessionJson.Default);
        services.AddEudiploStateJson(GrantJson.Default);
        services.AddEudiploStateJson(KeysJson.Default);
        services.AddEudiploStateJson(OffersJson.Default);
        services.AddEudiploStateJson(TenantJson.Default);
        services.AddEudiploStateJson(RevocationsJson.Default);
        services.AddEudiploStateJson(CredentialsJson.Default);
        services.AddEudiploStateJson(RequestKeysJson.Default);
        services.AddEudiploStateJson(ReplaysJson.Default);
        AddLifetime(builder);
    }

    /// <summary>Adds what a gateway needs whose silos are other processes.</summary>
    public static IHostApplicationBuilder AddEudiploClient(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddEudiploTelemetry();
        builder.Services.AddOptions<IssuerOptions>().Bind(builder.Configuration.GetSection("Eudiplo"));
        AddLifetime(builder);
        GrainHosting.AddGrainClient(builder);
        return builder;
    }

    private static void AddLifetime(IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<ReplayOptions>().Bind(builder.Configuration.GetSection("Eudiplo:Replay"))
            .PostConfigure(o => o.Shared ??= ReplayOptions.DefaultShared(builder.Configuration));
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddHealthChecks().AddCheck<LifetimeCheck>("lifetime", tags: [HealthEndpoints.ReadyTag]);
        builder.Services.AddOptions<DrainOptions>().Bind(builder.Configuration.GetSection("Eudiplo:Drain"))
            .PostConfigure(o => o.Time ??= DrainOptions.DefaultTime(builder.Configuration))
            .Validate(
                o => o.Time >= TimeSpan.Zero && o.Time <= TimeSpan.FromMinutes(5),
                "Eudiplo:Drain:Time must be between 00:00:00 and 00:05:00. Set it to the time in which your load balancer notices that a process is not ready.")
            .ValidateOnStart();
        builder.Services.AddHostedService<DrainPause>();
    }
}
