using System.Collections.Concurrent;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Grains.Clients;
using Eudiplo.Grains.Tenants;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Eudiplo.Grains.Sessions;

/// <summary>
/// Knows about how many sessions of a client are open, in all processes, and refuses one too many. The database counts; in between this process
/// adds what it begins and takes off what it sees end. A count is believed for as long as a cluster that begins 10,000 sessions a second would
/// need to fill the room that it left: seconds for a client with much room, not at all for one that stands before its limit.
/// </summary>
public sealed class OpenSessions(IServiceProvider services, TimeProvider clock, IOptions<OpenSessionOptions> options, ILogger<OpenSessions> log)
{
    /// <summary>The states that count. One that has ended does not, nor does one whose time is over.</summary>
    private static readonly string[] Open =
    [
        SessionStatus.Pending.Name(), SessionStatus.PresentationReceived.Name(), SessionStatus.WebAuthCompleted.Name(),
        SessionStatus.AllStepsCompleted.Name(), SessionStatus.CodeIssued.Name(),
    ];

    private static readonly ProtocolError TooMany = new("temporarily_unavailable", "This client has too many open sessions. Try again later.", 429)
    {
        RetryAfterSeconds = 10,
    };

    private const int MaxClients = 100_000;
    private const long FastestPerSecond = 10_000;
    private static readonly TimeSpan LongestBelief = TimeSpan.FromSeconds(60);

    /// <summary>How much longer than it took a count is believed at least: so counting takes a fiftieth of one connection at most.</summary>
    private const int Rest = 50;

    private readonly ConcurrentDictionary<(string Tenant, string Client), SessionCount> _counts = new();

    /// <summary>Whether a client may begin one more session.</summary>
    /// <returns>The refusal, or null: then the session is counted.</returns>
    internal async ValueTask<ProtocolError?> BeginAsync(TenantContext tenant, AuthenticatedClient client)
    {
        long limit = client.Registration?.OpenSessions ?? tenant.Document.Sessions.OpenPerClient ?? options.Value.OpenPerClient;
        var count = CountOf(tenant.TenantId, client.ClientId);
        var room = limit - count.Estimate;
        var age = clock.GetElapsedTime(count.CountedAt);
        if (count.Counting is not { IsCompleted: false } && age >= Belief(room, count))
        {
            // Not in the turn of a grain: others may wait for the same count.
            count.Counting = Task.Run(() => CountAsync(count, tenant.TenantId, client.ClientId, limit));
        }

        // Far from the limit nobody waits for the database.
        if (count.Counting is { IsCompleted: false } counting && (room < FastestPerSecond || !count.IsKnown))
        {
            await counting;
        }

        if (count.TryBegin(limit))
        {
            return null;
        }

        log.TooManySessions(tenant.TenantId, limit);
        return TooMany;
    }

    /// <summary>Says what became of a session that was counted: every one is settled, once.</summary>
    internal void Settle(string tenantId, string clientId, bool isWritten)
    {
        if (_counts.TryGetValue((tenantId, clientId), out var count))
        {
            count.Settle(isWritten);
        }
    }

    /// <summary>Takes a session off that has ended here.</summary>
    internal void End(string tenantId, string clientId)
    {
        if (_counts.TryGetValue((tenantId, clientId), out var count))
        {
            count.End();
        }
    }

    private static TimeSpan Belief(long room, SessionCount count)
    {
        if (!count.IsKnown)
        {
            return TimeSpan.Zero;
        }

        var untilFull = TimeSpan.FromSeconds(Math.Max(0, room) / (double)FastestPerSecond);
        var rest = count.Took * Rest;
        var belief = untilFull > rest ? untilFull : rest;
        return belief < LongestBelief ? belief : LongestBelief;
    }

    private SessionCount CountOf(string tenantId, string clientId)
    {
        if (_counts.Count >= MaxClients && !_counts.ContainsKey((tenantId, clientId)))
        {
            // Public clients can have any name. What is forgotten is counted again.
            _counts.Clear();
        }

        return _counts.GetOrAdd((tenantId, clientId), static _ => new SessionCount());
    }

    private async Task CountAsync(SessionCount count, string tenantId, string clientId, long limit)
    {
        var (started, written) = (clock.GetTimestamp(), count.Written);
        try
        {
            var filter = new StateFilter(StorageNames.Session, tenantId) { ClientId = clientId, AnyStatus = Open };
            var counted = services.GetService<IStateQueries>() is { } queries ? await queries.CountAtMostAsync(filter, limit) : count.Estimate;
            count.Set(counted, written, clock.GetTimestamp(), clock.GetElapsedTime(started));
        }
        catch (Exception e)
        {
            // The write of the session tells the wallet, if the store is really away. A limit that cannot be checked keeps nobody out.
            log.SessionsNotCounted(tenantId, e);
        }
    }
}
