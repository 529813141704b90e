using Eudiplo.Gateway.Endpoints;
using Eudiplo.Gateway.Wire;

namespace Eudiplo.Gateway.Hosting;

/// <summary>Answers 503 to everything but questions for health until the process has started: a gateway listens before it has found its silos.</summary>
internal sealed class StartedGate(RequestDelegate next, IHostApplicationLifetime lifetime)
{
    /// <summary>Runs the rest of the pipeline, once there is something behind it.</summary>
    public Task InvokeAsync(HttpContext context) =>
        lifetime.ApplicationStarted.IsCancellationRequested || context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal)
            ? next(context)
            : Answer.WriteAsync(context, Refusals.Unavailable);
}
