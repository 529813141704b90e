using Microsoft.Extensions.Configuration;

namespace Eudiplo.Grains.Replays;

/// <summary>Who remembers what may be used once: section <c>Eudiplo:Replay</c>.</summary>
public sealed class ReplayOptions
{
    /// <summary>
    /// Whether all processes remember together, in the database: one small row for each DPoP proof, client assertion, attestation proof and
    /// request object, gone when it could not be used any more. Default: with PostgreSQL, and in a gateway of a cluster; with SQLite there is
    /// one process, which remembers by itself.
    /// </summary>
    public bool? Shared { get; set; }

    /// <summary>The default of <see cref="Shared"/> for a configuration.</summary>
    public static bool DefaultShared(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return string.Equals(configuration["Eudiplo:Storage:Provider"], "PostgreSql", StringComparison.OrdinalIgnoreCase)
            || string.Equals(configuration["Eudiplo:Role"], "gateway", StringComparison.OrdinalIgnoreCase);
    }
}
