using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Eudiplo.Gateway.Tests.Load;

/// <summary>Makes a server lie: from some request to a path on, every answer is this one.</summary>
internal sealed class WrongAnswers(string pathEnd, int status, string body, int after = 10) : IStartupFilter, IDisposable
{
    /// <summary>So many that four wallets which run one flow at a time have been done with several, on a slow machine too.</summary>
    private const int Many = 32;

    private readonly CancellationTokenSource _enough = new();
    private int _requests;

    /// <summary>Is cancelled once it has answered often enough for a run to have counted it.</summary>
    public CancellationToken Enough => _enough.Token;

    public void Dispose() => _enough.Dispose();

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (HttpContext context, RequestDelegate answer) =>
        {
            if (context.Request.Path.Value!.EndsWith(pathEnd, StringComparison.Ordinal) && Interlocked.Increment(ref _requests) is var number && number > after)
            {
                if (number == after + Many)
                {
                    await _enough.CancelAsync();
                }

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
