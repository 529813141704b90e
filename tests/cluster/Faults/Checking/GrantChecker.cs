using Eudiplo.Cluster.Tests.Faults.History;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Grants;
using Eudiplo.Protocol.Capabilities;

namespace Eudiplo.Cluster.Tests.Faults.Checking;

/// <summary>Holds what was told about one grant and its tokens against itself and against what is stored at the end.</summary>
/// <param name="key">The grant.</param>
/// <param name="told">What was told of it, and of revocations of its user, in the order in which the answers came.</param>
/// <param name="grant">What is stored; null when nothing is.</param>
/// <param name="hold">Takes what does not hold.</param>
internal sealed class GrantChecker(GrainKey key, RecordedAnswer[] told, GrantState? grant, Action<bool, Rule, GrainKey, string> hold)
{
    private readonly RecordedAnswer[] _exchanges = [.. told.Where(a => a.Kind == AnswerKind.Refreshed)];
    private readonly RecordedAnswer? _revoked = told.FirstOrDefault(a => a.Kind is AnswerKind.Revoked || IsOfUser(a, told));

    /// <summary>Checks every rule.</summary>
    public void Check()
    {
        CheckRevocation();
        CheckRotation();
        CheckLife();
    }

    private static bool IsOfUser(RecordedAnswer revocation, RecordedAnswer[] told) =>
        revocation.Kind == AnswerKind.UserRevoked
        && told.Any(a => a.Kind == AnswerKind.TokenIssued && a.User == revocation.User && a.ReceivedAt < revocation.SentAt);

    private static bool Matches(string capability, byte[]? hash) =>
        Capability.TryDecode(capability, out _, out var secret) && CapabilitySecret.Matches(secret, hash);

    private void CheckRevocation()
    {
        if (_revoked is not null)
        {
            foreach (var alive in told.Where(a => a.Kind is AnswerKind.TokenLive or AnswerKind.TokenIssued or AnswerKind.Refreshed && a.SentAt > _revoked.ReceivedAt))
            {
                Hold(false, Rule.RevokedStaysRevoked, $"{alive.Kind} after the revocation of {_revoked.ReceivedAt:O}.");
            }

            Hold(
                grant is null || (grant.RevokedAt is not null && grant.AccessTokens.Count == 0 && grant.Refresh is null),
                Rule.RevokedStaysRevoked,
                "The stored grant is alive.");
        }

        foreach (var one in told.Where(a => a.Kind == AnswerKind.TokenRevoked))
        {
            Hold(
                !told.Any(a => a.Kind == AnswerKind.TokenLive && a.Secret == one.Secret && a.SentAt > one.ReceivedAt),
                Rule.RevokedStaysRevoked,
                $"An access token was alive after its revocation of {one.ReceivedAt:O}.");
            Hold(
                grant is null || !grant.AccessTokens.Any(t => Matches(one.Secret!, t.Hash)),
                Rule.RevokedStaysRevoked,
                "An access token that was revoked is stored.");
        }
    }

    private void CheckRotation()
    {
        foreach (var same in _exchanges.GroupBy(a => a.Presented))
        {
            var given = same.Select(a => a.RefreshToken).Distinct().Count();
            Hold(given == 1, Rule.RefreshRotates, $"A refresh token was exchanged for {given} others.");
        }

        foreach (var exchange in _exchanges)
        {
            // What it gave was used, and that was answered, before this one was sent: it was too old by then.
            Hold(
                !_exchanges.Any(later => later.Presented == exchange.RefreshToken && later.ReceivedAt < exchange.SentAt),
                Rule.RefreshRotates,
                "An old refresh token was accepted.");
        }

        var newest = Newest();
        if (newest is not null && grant is { RevokedAt: null } && !MayBeDead(DateTimeOffset.MaxValue) && !told.Any(a => a.Kind == AnswerKind.RefreshRefused))
        {
            Hold(Matches(newest, grant.Refresh?.Current), Rule.NothingLost, "The newest refresh token that was told is not the one that is stored.");
        }

        foreach (var refused in told.Where(a => a.Kind == AnswerKind.RefreshRefused))
        {
            var known = _exchanges.Any(e => e.Presented == refused.Presented && e.ReceivedAt < refused.SentAt);
            Hold(known || MayBeDead(refused.ReceivedAt) || refused.Tries > 1, Rule.NothingLost, "The newest refresh token was refused.");
        }
    }

    private void CheckLife()
    {
        foreach (var dead in told.Where(a => a.Kind == AnswerKind.TokenDead))
        {
            var asked = told.Any(a => a.Kind == AnswerKind.TokenRevocationAsked && a.Secret == dead.Secret && a.SentAt < dead.ReceivedAt);
            Hold(asked || MayBeDead(dead.ReceivedAt), Rule.NothingLost, "A live token was called inactive.");
        }

        foreach (var token in told.Where(a => a.Kind is AnswerKind.TokenIssued or AnswerKind.Refreshed))
        {
            var stored = grant?.RevokedAt is not null || grant?.AccessTokens.Any(t => Matches(token.Secret!, t.Hash)) == true;
            var asked = told.Any(a => a.Kind == AnswerKind.TokenRevocationAsked && a.Secret == token.Secret);
            Hold(stored || asked || MayBeDead(DateTimeOffset.MaxValue), Rule.NothingLost, "The token that was told is not stored.");
        }
    }

    /// <summary>
    /// Whether the grant may have been revoked by a time: somebody has begun to, or a redemption or an exchange was sent twice, and the one
    /// that came late was taken for a replay.
    /// </summary>
    private bool MayBeDead(DateTimeOffset by) => told.Any(a =>
        a.SentAt < by
        && (a.Kind is AnswerKind.RevocationAsked or AnswerKind.Revoked or AnswerKind.UserRevocationAsked or AnswerKind.UserRevoked
            || (a.Kind is AnswerKind.TokenIssued or AnswerKind.Refreshed && a.Tries > 1)));

    private string? Newest()
    {
        var used = _exchanges.Select(e => e.Presented).ToHashSet();
        var open = told.Where(a => a.RefreshToken is not null && !used.Contains(a.RefreshToken)).Select(a => a.RefreshToken).Distinct().ToArray();
        return open.Length == 1 ? open[0] : null;
    }

    private void Hold(bool holds, Rule rule, string what) => hold(holds, rule, key, what);
}
