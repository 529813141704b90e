using Eudiplo.Grains.Sessions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Eudiplo.Grains.Local.Hosting;

namespace Eudiplo.Silo.Hosting;

/// <summary>The grain runtime of this build: the in-process one of <c>grains.local</c>.</summary>
internal static class GrainHosting
{
    /// <summary>The runtime's name, for people.</summary>
    public const string Runtime = "Local";

    /// <summary>Whether gateways and silos can be processes of their own.</summary>
    public static bool SpansProcesses => false;

    /// <summary>Runs grains in this process.</summary>
    public static void AddGrainRuntime(IHostApplicationBuilder builder) =>
        builder.Services
            .AddLocalGrains(options =>
            {
                // Other processes may share the database then: no activation outlives its call, and compare-and-swap decides races.
                options.ActivationPerCall = string.Equals(
                    builder.Configuration["Eudiplo:Storage:Provider"], "PostgreSql", StringComparison.OrdinalIgnoreCase);
                builder.Configuration.GetSection("Eudiplo:Grains").Bind(options);
            })
            .AddGrainsFrom(typeof(AuthSessionGrain).Assembly);

    /// <summary>Calls grains of other processes.</summary>
    /// <exception cref="NotSupportedException">Always: the local runtime has no network.</exception>
    public static void AddGrainClient(IHostApplicationBuilder builder) => throw new NotSupportedException(
        "Eudiplo:Role is 'gateway', but this build's grain runtime works within one process. "
        + "Use the role 'all', or a build with -p:GrainRuntime=Orleans.");
}
