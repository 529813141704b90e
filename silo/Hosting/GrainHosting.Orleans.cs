using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Eudiplo.Silo.Hosting;

/// <summary>The grain runtime of this build: Microsoft Orleans.</summary>
internal static class GrainHosting
{
    /// <summary>The runtime's name, for people.</summary>
    public const string Runtime = "Orleans";

    /// <summary>Whether gateways and silos can be processes of their own.</summary>
    public static bool SpansProcesses => true;

    private const string DefaultClusterId = "eudiplo";

    /// <summary>Runs grains in this process, as a member of a cluster where <c>Eudiplo:Cluster:Redis</c> names one.</summary>
    public static void AddGrainRuntime(IHostApplicationBuilder builder) => builder.UseOrleans(silo =>
    {
        var cluster = builder.Configuration.GetSection("Eudiplo:Cluster");
        silo.AddOutgoingGrainCallFilter<TraceContext>().AddIncomingGrainCallFilter<TraceContext>();
        silo.Configure<ClusterOptions>(options => Name(options, cluster));
        if (cluster["Redis"] is { Length: > 0 } redis)
        {
            silo.UseRedisClustering(redis);
            silo.ConfigureEndpoints(
                cluster.GetValue("SiloPort", EndpointOptions.DEFAULT_SILO_PORT),
                cluster.GetValue("GatewayPort", EndpointOptions.DEFAULT_GATEWAY_PORT));
            silo.Configure<EndpointOptions>(cluster.GetSection("Endpoints"));
        }
        else
        {
            silo.UseLocalhostClustering(
                cluster.GetValue("SiloPort", EndpointOptions.DEFAULT_SILO_PORT),
                cluster.GetValue("GatewayPort", EndpointOptions.DEFAULT_GATEWAY_PORT),
                serviceId: cluster.GetValue("ServiceId", DefaultClusterId),
                clusterId: cluster.GetValue("ClusterId", DefaultClusterId));
        }
    });

    /// <summary>Calls grains of a cluster.</summary>
    public static void AddGrainClient(IHostApplicationBuilder builder) => builder.UseOrleansClient(client =>
    {
        var cluster = builder.Configuration.GetSection("Eudiplo:Cluster");
        client.AddOutgoingGrainCallFilter<TraceContext>();
        client.Configure<ClusterOptions>(options => Name(options, cluster));
        client.UseRedisClustering(cluster["Redis"] ?? throw new InvalidOperationException(
            "Eudiplo:Role is 'gateway', but Eudiplo:Cluster:Redis is not set. Set it to the Redis of the cluster's silos."));
    });

    private static void Name(ClusterOptions options, IConfigurationSection cluster)
    {
        options.ClusterId = cluster.GetValue("ClusterId", DefaultClusterId)!;
        options.ServiceId = cluster.GetValue("ServiceId", DefaultClusterId)!;
    }
}
