using Orleans.Storage;

namespace Eudiplo.Gateway.Wire;

/// <summary>Calls grains in the face of lost races.</summary>
internal static class GrainCalls
{
    private const int MaxTries = 8;

    /// <summary>
    /// Makes a call, and again when another process won the race for the grain's row: nothing was written then, the activation that lost has
    /// been dropped, and the next one reads what the winner wrote. Every try that loses means that another one won, so the tries end.
    /// </summary>
    public static async Task<T> RetryLostRaceAsync<T>(Func<Task<T>> call)
    {
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
}
