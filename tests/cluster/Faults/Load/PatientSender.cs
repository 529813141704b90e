using System.Net;
using Eudiplo.Cluster.Tests.Hosting;

namespace Eudiplo.Cluster.Tests.Faults.Load;

/// <summary>Does not give up: what gets no answer, or 503, is sent again, byte for byte.</summary>
internal sealed class PatientSender
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(50);

    private int _brokenConnections;
    private int _unavailable;

    /// <summary>How many tries got no answer at all.</summary>
    public int BrokenConnections => Volatile.Read(ref _brokenConnections);

    /// <summary>How many tries were told to come back later.</summary>
    public int Unavailable => Volatile.Read(ref _unavailable);

    /// <summary>Sends until there is an answer.</summary>
    public async Task<Answered<T>> SendAsync<T>(Func<Task<T>> send, Func<T, HttpStatusCode> status, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            var sentAt = TimeProvider.System.GetUtcNow();
            try
            {
                var reply = await send();
                if (status(reply) is not HttpStatusCode.ServiceUnavailable)
                {
                    return new Answered<T>(reply, sentAt, TimeProvider.System.GetUtcNow(), tries);
                }

                Interlocked.Increment(ref _unavailable);
            }
            catch (Exception e) when (e is HttpRequestException or IOException && !cancellation.IsCancellationRequested)
            {
                Interlocked.Increment(ref _brokenConnections);
            }

            await Pause.ForAsync(Rest, cancellation);
        }
    }
}
