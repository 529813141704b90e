using System.Net;
using Eudiplo.Cluster.Tests.Faults.History;
using Eudiplo.Grains.Abstractions;
using Eudiplo.WalletSimulator.InteractiveAuthorization;

namespace Eudiplo.Cluster.Tests.Faults.Load;

/// <summary>A user who gets grants by offers, and whose grants are all revoked from time to time while more are being made.</summary>
internal sealed class FaultUser(string name, WalletClient client, TenantCalls calls, PatientSender sender, Recorder recorder, string tenant)
{
    private readonly List<FaultGrant> _grants = [];
    private int _revokedUpTo;

    /// <summary>What went wrong that no fault explains; null when nothing did.</summary>
    public string? Problem { get; private set; }

    /// <summary>Gets a grant by an offer; null where its code was spent by a try that got no answer.</summary>
    public async Task<FaultGrant?> GetAsync(CancellationToken cancellation)
    {
        var offer = await sender.SendAsync(() => calls.OfferAsync(name, cancellation), o => o.Status, cancellation);
        if (offer.Reply.Code is not { } code)
        {
            Problem = $"An offer was answered {offer.Reply.Status}.";
            return null;
        }

        var answer = await sender.SendAsync(
            () => client.TokenAsync([new("grant_type", TenantCalls.PreAuthorized), new("client_id", "wallet"), new("pre-authorized_code", code)], cancellation),
            r => r.Status,
            cancellation);
        if (!answer.Reply.Succeeded)
        {
            // Its own first try may have spent the code, and a revocation that came meanwhile takes the grant with it.
            Problem = answer.Reply.Error == "invalid_grant" ? Problem : $"An offer's code was answered {answer.Reply}.";
            return null;
        }

        var grant = new FaultGrant(client, calls, sender, recorder, tenant);
        grant.Begin(answer, 0, name);
        lock (_grants)
        {
            _grants.Add(grant);
        }

        return grant;
    }

    /// <summary>Revokes all grants that there are, and looks at every token of them afterwards.</summary>
    public async Task RevokeAsync(CancellationToken cancellation)
    {
        FaultGrant[] grants;
        lock (_grants)
        {
            grants = [.. _grants[_revokedUpTo..]];
            _revokedUpTo = _grants.Count;
        }

        var (call, now) = (Guid.NewGuid().ToString(), TimeProvider.System.GetUtcNow());
        var about = new GrainKey(tenant, Guid.Empty);
        recorder.Add(new RecordedAnswer(about, AnswerKind.UserRevocationAsked, 0, call, now, now) { User = name });
        var answer = await sender.SendAsync(() => calls.RevokeUserAsync(name, cancellation), s => s, cancellation);
        if (answer.Reply != HttpStatusCode.OK)
        {
            Problem = $"The revocation of a user's grants was answered {answer.Reply}.";
            return;
        }

        recorder.Add(new RecordedAnswer(about, AnswerKind.UserRevoked, 0, call, answer.SentAt, answer.ReceivedAt) { User = name, Tries = answer.Tries });
        foreach (var grant in grants)
        {
            await grant.LookUpAllAsync(cancellation);
        }
    }

    /// <summary>What went wrong with the grants.</summary>
    public IEnumerable<string> Problems()
    {
        lock (_grants)
        {
            return [.. _grants.Select(g => g.Problem).Append(Problem).OfType<string>()];
        }
    }
}
