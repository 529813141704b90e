using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Eudiplo.Gateway.Tests.Load;

/// <summary>Makes a server lie: from some request to a path on, every answer is this one.</summary>
internal sealed class WrongAnswers(string pathEnd, int status, string body, int after = 10) : IStartupFilter
{
    private int _requests;

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (HttpContext context, RequestDelegate answer) =>
        {
            if (context.Request.Path.Value!.EndsWith(pathEnd, StringComparison.Ordinal) && Interlocked.Increment(ref _requests) > after)
            {
                context.Response.StatusCode = status;
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync(body);
                return;
            }

            await answer(context);
        });
        next(app);
    };
}
