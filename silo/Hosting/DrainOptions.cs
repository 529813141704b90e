using Microsoft.Extensions.Configuration;

namespace Eudiplo.Silo.Hosting;

/// <summary>How a process leaves. Bound from <c>Eudiplo:Drain</c>.</summary>
public sealed class DrainOptions
{
    /// <summary>
    /// How long the process goes on serving, and says that it is not ready, after it was asked to stop: the time that a load balancer needs to
    /// notice. 0 to 300 s. Default: 5 s where other processes can take over (PostgreSQL, or a cluster), else none.
    /// </summary>
    public TimeSpan? Time { get; set; }

    /// <summary>The default of <see cref="Time"/> for a configuration.</summary>
    internal static TimeSpan DefaultTime(IConfiguration configuration) =>
        string.Equals(configuration["Eudiplo:Storage:Provider"], "PostgreSql", StringComparison.OrdinalIgnoreCase)
        || string.Equals(configuration["Eudiplo:Role"], "gateway", StringComparison.OrdinalIgnoreCase)
            ? TimeSpan.FromSeconds(5)
            : TimeSpan.Zero;
}
