namespace Eudiplo.Cluster.Tests.Hosting;

/// <summary>Real time that passes as part of what is simulated: a slow line, a wallet that rests before it tries again.</summary>
internal static class Pause
{
    public static async Task ForAsync(TimeSpan time, CancellationToken cancellation = default)
    {
        using var timer = new PeriodicTimer(time);
        await timer.WaitForNextTickAsync(cancellation);
    }
}
