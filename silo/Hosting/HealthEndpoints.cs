using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Routing;

namespace Eudiplo.Silo.Hosting;

/// <summary>Health for orchestrators: alive and ready are two questions.</summary>
public static class HealthEndpoints
{
    /// <summary>The tag of checks that readiness asks for.</summary>
    public const string ReadyTag = "ready";

    /// <summary>
    /// <c>GET /health/live</c>: the process answers; a failing database is no reason to restart it. <c>GET /health/ready</c>: it can serve
    /// requests; 503 while the storage does not answer and while the process stops.
    /// </summary>
    public static void MapEudiploHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        endpoints.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(ReadyTag) });
    }
}
