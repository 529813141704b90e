using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Eudiplo.Silo.Hosting;

/// <summary>
/// The grain runtime of this build: Microsoft Orleans. Configuration: section <c>Eudiplo:Cluster</c>, described in <c>docs/hosting.md</c>;
/// its sections <c>Membership</c> and <c>Gateways</c> are Orleans' own options of these things.
/// </summary>
internal static class GrainHosting
{
    /// <summary>The runtime's name, for people.</summary>
    public const string Runtime = "Orleans";

    /// <summary>Whether gateways and silos can be processes of their own.</summary>
    public static bool SpansProcesses => true;

    private const string DefaultClusterId = "eudiplo";

    // A request whose silo died is answered by nobody: its caller waits this long. Every rule holds however often a silo is taken for dead
    // that is not, so all of these are short.
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan JoinLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan GatewayListRefresh = TimeSpan.FromSeconds(5);

    /// <summary>Runs grains in this process, as a member of a cluster where <c>Eudiplo:Cluster:Redis</c> names one.</summary>
    public static void AddGrainRuntime(IHostApplicationBuilder builder)
    {
        HideKeys(builder.Logging);
        builder.UseOrleans(silo => Configure(silo, builder.Configuration.GetSection("Eudiplo:Cluster")));
    }

    private static void Configure(ISiloBuilder silo, IConfigurationSection cluster)
    {
        ConfigureCalls(silo, cluster);
        silo.Configure<ClusterOptions>(options => Name(options, cluster));
        if (cluster["Redis"] is { Length: > 0 } redis)
        {
            silo.UseRedisClustering(redis);
            silo.Configure<EndpointOptions>(options => Place(options, cluster));
        }
        else
        {
            silo.UseLocalhostClustering(
                cluster.GetValue("SiloPort", EndpointOptions.DEFAULT_SILO_PORT),
                cluster.GetValue("GatewayPort", EndpointOptions.DEFAULT_GATEWAY_PORT),
                serviceId: cluster.GetValue("ServiceId", DefaultClusterId),
                clusterId: cluster.GetValue("ClusterId", DefaultClusterId));
        }
    }

    /// <summary>What a silo is, wherever its members meet.</summary>
    internal static void ConfigureCalls(ISiloBuilder silo, IConfigurationSection cluster)
    {
        silo.AddOutgoingGrainCallFilter<TraceContext>().AddIncomingGrainCallFilter<TraceContext>();
        CarriedFailures.Wrap(silo.Services);
        CarriedQueries.Wrap(silo.Services);
        silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = cluster.GetValue("CallTimeout", CallTimeout));
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = ProbeTimeout;

            // A cluster that died as a whole has nobody who declares its silos dead. A new one that came while their last signs of life were
            // fresh waits for them in vain: it gives up soon, its process ends, and the next one finds the signs old and takes over.
            options.IAmAliveTablePublishTimeout = SignOfLife;
            options.MaxJoinAttemptTime = JoinLimit;
        });
        silo.Configure<ClusterMembershipOptions>(cluster.GetSection("Membership"));
    }

    /// <summary>Calls grains of a cluster. The process starts without one, and is not ready until there is one.</summary>
    public static void AddGrainClient(IHostApplicationBuilder builder)
    {
        HideKeys(builder.Logging);
        var cluster = builder.Configuration.GetSection("Eudiplo:Cluster");
        if (cluster["Redis"] is not { Length: > 0 } redis)
        {
            throw new NotSupportedException(
                "Eudiplo:Role is 'gateway', but Eudiplo:Cluster:Redis is not set. Set it to the Redis of the cluster's silos.");
        }

        builder.UseOrleansClient(client =>
        {
            client.AddOutgoingGrainCallFilter<TraceContext>();
            client.Configure<ClusterOptions>(options => Name(options, cluster));
            client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = cluster.GetValue("CallTimeout", CallTimeout));
            client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = GatewayListRefresh);
            client.Services.Configure<GatewayOptions>(cluster.GetSection("Gateways"));
            client.UseRedisClustering(redis);
            client.UseConnectionRetryFilter<ClusterConnectionRetry>();
            client.Services.AddSingleton<ClusterConnection>();
            client.Services.AddSingleton<IClusterConnectionStatusObserver>(services => services.GetRequiredService<ClusterConnection>());
        });
        builder.Services.AddHealthChecks().AddCheck<ClusterConnection>("cluster", tags: [HealthEndpoints.ReadyTag]);

        // The endpoints come up while the cluster is still looked for: who asks for health gets an answer, not a refused connection.
        builder.Services.Configure<HostOptions>(options => options.ServicesStartConcurrently = true);
    }

    /// <summary>
    /// Orleans puts grains' keys, and with them sessions' ids, into the lines of failures, of calls without an answer, of long turns and of messages that did
    /// not arrive. The storage and the gateway log the same failures without them.
    /// </summary>
    private static void HideKeys(ILoggingBuilder logging) => logging
        .AddFilter(typeof(CarriedFailures).FullName, LogLevel.None)
        .AddFilter("Orleans.Grain", LogLevel.None)
        .AddFilter("Orleans.Messaging", LogLevel.None)
        .AddFilter("Orleans.Runtime.CallbackData", LogLevel.None)
        .AddFilter("Orleans.Runtime.Scheduler", LogLevel.None);

    private static void Name(ClusterOptions options, IConfigurationSection cluster)
    {
        options.ClusterId = cluster.GetValue("ClusterId", DefaultClusterId)!;
        options.ServiceId = cluster.GetValue("ServiceId", DefaultClusterId)!;
    }

    /// <summary>Where the silo listens, and where the others are told that it is: by default this machine's own address, for both.</summary>
    private static void Place(EndpointOptions options, IConfigurationSection cluster)
    {
        options.SiloPort = cluster.GetValue("SiloPort", EndpointOptions.DEFAULT_SILO_PORT);
        options.GatewayPort = cluster.GetValue("GatewayPort", EndpointOptions.DEFAULT_GATEWAY_PORT);
        if (Address(cluster, "AdvertisedIPAddress") is { } advertised)
        {
            options.AdvertisedIPAddress = advertised;
        }

        if (Address(cluster, "ListenIPAddress") is { } listen)
        {
            options.SiloListeningEndpoint = new IPEndPoint(listen, options.SiloPort);
            options.GatewayListeningEndpoint = new IPEndPoint(listen, options.GatewayPort);
        }
    }

    private static IPAddress? Address(IConfigurationSection cluster, string name) => cluster[name] switch
    {
        null or "" => null,
        var text when IPAddress.TryParse(text, out var address) => address,
        var text => throw new NotSupportedException(
            $"Eudiplo:Cluster:{name} is '{text}', which is no IP address. Set it to one, such as 10.0.0.7, or leave it out."),
    };
}
