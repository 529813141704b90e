using System.Net;

namespace Eudiplo.Cluster.Tests.Hosting;

/// <summary>Asks a process how it is, as an orchestrator does.</summary>
internal static class Health
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero });

    /// <summary>Asks once; null when there is no answer.</summary>
    public static async Task<HttpStatusCode?> AskAsync(Uri server, string path)
    {
        try
        {
            using var response = await Http.GetAsync(new Uri(server, path));
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Asks until the answer is the expected one.</summary>
    public static async Task UntilAsync(Uri server, string path, HttpStatusCode expected) =>
        Assert.True(await ComesAsync(server, path, expected, () => false));

    /// <summary>Asks until the answer is the expected one, which gives true, or none can come any more.</summary>
    public static async Task<bool> ComesAsync(Uri server, string path, HttpStatusCode expected, Func<bool> isOver)
    {
        var started = TimeProvider.System.GetTimestamp();
        HttpStatusCode? answer;
        while ((answer = await AskAsync(server, path)) != expected)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Limit, $"{server.Authority}{path} answers {answer}, not {expected}.");
            if (isOver())
            {
                return false;
            }

            await Pause.ForAsync(TimeSpan.FromMilliseconds(20));
        }

        return true;
    }
}
