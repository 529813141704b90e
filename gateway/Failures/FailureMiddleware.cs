using Eudiplo.Gateway.Endpoints;
using Eudiplo.Gateway.Pages;
using Eudiplo.Gateway.Limits;
using Eudiplo.Gateway.Wire;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Storage;
using Orleans.Runtime;

namespace Eudiplo.Gateway.Failures;

/// <summary>
/// Answers in the form of an OAuth error whatever goes wrong outside the rules: a request that the server cannot read, a store that does not
/// answer, a fault of ours. What is told says nothing about the inside.
/// </summary>
internal sealed class FailureMiddleware(RequestDelegate next, ILogger<FailureMiddleware> log)
{
    /// <summary>Runs the rest of the pipeline.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (!context.Response.HasStarted && context.Response is { StatusCode: >= 400, ContentLength: null, ContentType: null })
            {
                await TellAsync(context, OfStatus(context.Response.StatusCode));
            }
        }
        catch (Exception e)
        {
            await HandleAsync(context, e);
        }
    }

    private async Task HandleAsync(HttpContext context, Exception exception)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to answer.
            return;
        }

        var error = exception switch
        {
            BadHttpRequestException bad => new ProtocolError("invalid_request", "The request cannot be read.", bad.StatusCode),
            OrleansException or StorageException or TimeoutException => Refusals.Unavailable,
            _ => Refusals.Failed,
        };
        if (error.Status >= 500)
        {
            log.RequestFailed(context.Request.Method, context.GetEndpoint()?.DisplayName ?? "(none)", error.Status, exception);
        }

        if (!context.Response.HasStarted)
        {
            SecurityHeaders.Reset(context.Response);
            await TellAsync(context, error);
        }
    }

    // Somebody in front of a browser is shown a page.
    private static Task TellAsync(HttpContext context, ProtocolError error) =>
        HttpMethods.IsGet(context.Request.Method) && BrowserPages.LikesHtml(context.Request)
            ? BrowserPages.WriteErrorAsync(context, error)
            : Answer.WriteAsync(context, error);

    private static ProtocolError OfStatus(int status) => status switch
    {
        StatusCodes.Status404NotFound => new ProtocolError("invalid_request", "There is nothing at this URL.", status),
        StatusCodes.Status405MethodNotAllowed => new ProtocolError("invalid_request", "This method is not allowed here.", status),
        _ => new ProtocolError("invalid_request", "The request was refused.", status),
    };
}
