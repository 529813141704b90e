using Eudiplo.Grains.Abstractions.Storage;
using Orleans.Runtime;
using Orleans.Storage;

namespace Eudiplo.Gateway.Wire;

/// <summary>Calls grains in the face of lost races and dead silos.</summary>
internal static class GrainCalls
{
    private const int MaxTries = 8;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>How long a call is begun again whose silo does not answer: longer than a cluster needs to notice that a silo is dead.</summary>
    private static readonly TimeSpan OutageLimit = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Makes a call, and again when another process won the race for the grain's row: nothing was written then, the activation that lost has
    /// been dropped, and the next one reads what the winner wrote. Every try that loses means that another one won, so the tries end.
    /// </summary>
    /// <remarks>
    /// For calls whose effect must not be had twice. Where the silo is lost in the middle of one, nobody knows whether it had its effect, and
    /// the client is told 503, and decides.
    /// </remarks>
    public static async Task<T> RetryLostRaceAsync<T>(Func<Task<T>> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        for (var tried = 1; ; tried++)
        {
            try
            {
                return await call();
            }
            catch (InconsistentStateException) when (tried < MaxTries)
            {
            }
        }
    }

    /// <summary>Makes a call, again after a lost race, and again when the silo that had it is gone or does not answer.</summary>
    /// <remarks>
    /// Only for calls that may be made twice though the first one had its effect: those that only read; a follow-up, a browser's way and an answer to a
    /// presentation request, which are answered again as before when the same comes again (rule 3 of the session grain); a redemption, a refresh or the
    /// use of a proof, whose answer is given again to the same attempt; a confirmation, a notification, a revocation or an erasure, which change nothing
    /// the second time; and the beginning of a session, when each try begins another one, of which the lost ones expire unheard.
    /// </remarks>
    /// <param name="call">Makes the call. It is called once for each try.</param>
    /// <param name="cancellation">The client has gone.</param>
    /// <param name="clock">Measures the time; null for the system's.</param>
    public static async Task<T> RepeatAsync<T>(Func<Task<T>> call, CancellationToken cancellation, TimeProvider? clock = null)
    {
        clock ??= TimeProvider.System;
        var (started, pause) = (clock.GetTimestamp(), FirstPause);
        while (true)
        {
            try
            {
                return await RetryLostRaceAsync(call);
            }
            catch (Exception e) when (IsOutage(e) && !cancellation.IsCancellationRequested && clock.GetElapsedTime(started) < OutageLimit)
            {
            }

            using var timer = new PeriodicTimer(pause, clock);
            await timer.WaitForNextTickAsync(cancellation);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>Whether a failure says that the call may never have reached its grain, or that its answer was lost on the way back.</summary>
    /// <remarks>
    /// A failure of the store is none: it reached the grain, and the client is told at once.
    /// </remarks>
    public static bool IsOutage(Exception failure) =>
        failure is OrleansException and not InconsistentStateException and not StorageException
            or TimeoutException or IOException or System.Net.Sockets.SocketException;
}
