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
    /// <param name="server">The process.</param>
    /// <param name="path">The question.</param>
    /// <param name="expected">The answer.</param>
    /// <param name="hopeless">Tells why no more answer will come; null while one may.</param>
    public static async Task UntilAsync(Uri server, string path, HttpStatusCode expected, Func<string?>? hopeless = null)
    {
        var started = TimeProvider.System.GetTimestamp();
        HttpStatusCode? answer;
        while ((answer = await AskAsync(server, path)) != expected)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Limit, $"{server}{path} answers {answer}, not {expected}.");
            Assert.Null(hopeless?.Invoke());
            await Pause.ForAsync(TimeSpan.FromMilliseconds(20));
        }
    }
}
