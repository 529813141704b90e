namespace Eudiplo.Gateway.Hosting;

/// <summary>
/// While the process stops, every answer ends its connection: a client that would reuse it could meet the moment at which the listener closes,
/// and lose a request.
/// </summary>
internal sealed class ClosingConnections(RequestDelegate next, IHostApplicationLifetime lifetime)
{
    /// <summary>Runs the rest of the pipeline.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            context.Response.OnStarting(static response =>
            {
                ((HttpResponse)response).Headers.Connection = "close";
                return Task.CompletedTask;
            }, context.Response);
        }

        return next(context);
    }
}
