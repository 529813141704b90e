using System.Text.Json;
using Eudiplo.Cluster.Tests.Faults.History;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Protocol.Capabilities;

namespace Eudiplo.Cluster.Tests.Faults.Checking;

/// <summary>Holds what wallets were told against each other and against what is stored at the end.</summary>
/// <param name="outcome">What is stored.</param>
/// <param name="lifetime">The life of a tenant's sessions.</param>
internal sealed class Checker(StoredOutcome outcome, Func<string, TimeSpan> lifetime)
{
    private readonly List<Violation> _violations = [];

    /// <summary>Every broken rule.</summary>
    public IReadOnlyList<Violation> Check(IEnumerable<RecordedAnswer> answers)
    {
        var all = answers.ToArray();
        var ofUsers = all.Where(a => a.Kind is AnswerKind.UserRevocationAsked or AnswerKind.UserRevoked).ToLookup(a => a.User);
        foreach (var session in all.Except(ofUsers.SelectMany(u => u)).GroupBy(a => a.Session))
        {
            RecordedAnswer[] told = [.. session.OrderBy(a => a.ReceivedAt)];
            CheckCodes(session.Key, told);

            // A grant that came of an offer has no session.
            if (told.Any(a => a.Kind is AnswerKind.StepAsked or AnswerKind.CodeIssued or AnswerKind.Refused))
            {
                CheckSteps(session.Key, told);
                CheckProgress(session.Key, told);
                CheckExpiry(session.Key, told);
            }

            RecordedAnswer[] ofGrant = [.. told.Concat(Revocations(told, ofUsers)).OrderBy(a => a.ReceivedAt)];
            new GrantChecker(session.Key, ofGrant, outcome.Grants.GetValueOrDefault(session.Key), Hold).Check();
        }

        return _violations;
    }

    /// <summary>The revocations of a grant's user that can have to do with it: those that were not over when the grant was asked for.</summary>
    private static IEnumerable<RecordedAnswer> Revocations(RecordedAnswer[] told, ILookup<string?, RecordedAnswer> ofUsers) =>
        told.FirstOrDefault(a => a.Kind == AnswerKind.TokenIssued) is { User: { } user } issued
            ? ofUsers[user].GroupBy(r => r.Secret)
                .Where(call => call.FirstOrDefault(r => r.Kind == AnswerKind.UserRevoked) is not { } over || over.ReceivedAt > issued.SentAt)
                .SelectMany(call => call)
            : [];

    private static string[] Secrets(IEnumerable<RecordedAnswer> told, AnswerKind kind) =>
        [.. told.Where(a => a.Kind == kind).Select(a => a.Secret!).Distinct()];

    private static bool Matches(string capability, byte[]? hash) =>
        Capability.TryDecode(capability, out _, out var secret) && CapabilitySecret.Matches(secret, hash);

    private void CheckCodes(GrainKey session, RecordedAnswer[] told)
    {
        var codes = Secrets(told, AnswerKind.CodeIssued);
        Hold(codes.Length <= 1, Rule.NoCodeTwice, session, $"{codes.Length} codes were issued.");
        Hold(codes.All(c => Capability.TryDecode(c, out var id, out _) && id == session.Id), Rule.NoCodeTwice, session, "The code is another session's.");
        var tokens = Secrets(told, AnswerKind.TokenIssued);
        Hold(tokens.Length <= 1, Rule.NoCodeTwice, session, $"The code gave {tokens.Length} sets of tokens.");
        if (codes.Length == 1 && outcome.Sessions.TryGetValue(session, out var stored) && stored.AuthorizationCode is { } hash)
        {
            Hold(Matches(codes[0], hash), Rule.NoCodeTwice, session, "The code that was told is not the one that is stored.");
        }
    }

    private void CheckSteps(GrainKey session, RecordedAnswer[] told)
    {
        foreach (var step in told.Where(a => a.Kind == AnswerKind.StepAsked).GroupBy(a => a.Step))
        {
            var entered = step.Select(a => a.Secret).Distinct().Count();
            Hold(entered == 1, Rule.NoStepTwice, session, $"Step {step.Key} was entered {entered} times.");
        }

        if (outcome.Sessions.TryGetValue(session, out var stored))
        {
            int[] completed = [.. stored.CompletedStepsData.Select(s => s.Index)];
            Hold(InOrder(completed), Rule.NoStepTwice, session, $"Completed steps: {string.Join(", ", completed)}.");
            Hold(
                completed.Length == stored.CurrentStepIndex || stored.HasEnded,
                Rule.NoStepTwice,
                session,
                $"{completed.Length} steps have data, but the session is at step {stored.CurrentStepIndex}.");
        }

        if (outcome.Grants.TryGetValue(session, out var grant) && grant.CompletedSteps is { } json)
        {
            using var steps = JsonDocument.Parse(json);
            int[] completed = [.. steps.RootElement.EnumerateArray().Select(IndexOf)];
            Hold(InOrder(completed), Rule.NoStepTwice, session, $"The grant's steps: {string.Join(", ", completed)}.");
        }

        static bool InOrder(int[] indices) => indices.Select((index, position) => index == position).All(right => right);
        static int IndexOf(JsonElement step) =>
            step.EnumerateObject().First(m => string.Equals(m.Name, "index", StringComparison.OrdinalIgnoreCase)).Value.GetInt32();
    }

    private void CheckProgress(GrainKey session, RecordedAnswer[] told)
    {
        // Backwards in time as the wallets saw it: asked after a later step was known, and told an earlier one.
        var progress = told.Where(a => a.Kind is AnswerKind.StepAsked or AnswerKind.CodeIssued).ToArray();
        foreach (var answer in progress)
        {
            var known = progress.Where(a => a.ReceivedAt < answer.SentAt).Select(a => a.Step).DefaultIfEmpty(-1).Max();
            Hold(answer.Step >= known, Rule.NothingLost, session, $"After step {known} was told, step {answer.Step} was.");
        }

        var endsBy = EndsBy(session, told);
        foreach (var refused in told.Where(a => a.Kind == AnswerKind.Refused && a.ReceivedAt < EndsFrom(session, told)))
        {
            Hold(false, Rule.NothingLost, session, $"The newest auth_session of step {refused.Step} was refused.");
        }

        if (!outcome.Sessions.TryGetValue(session, out var stored))
        {
            Hold(outcome.ReadAt >= EndsFrom(session, told), Rule.NothingLost, session, $"The session is gone before {endsBy:O}.");
            return;
        }

        var reached = progress.Select(a => a.Step).DefaultIfEmpty(0).Max();
        Hold(stored.CurrentStepIndex >= reached, Rule.NothingLost, session, $"Step {reached} was told, step {stored.CurrentStepIndex} is stored.");
        Hold(
            told.All(a => a.Kind != AnswerKind.CodeIssued) || stored.Status is SessionStatus.CodeIssued or SessionStatus.Redeemed,
            Rule.NothingLost,
            session,
            $"A code was told, and the session is {stored.Status}.");
        if (told.Any(a => a.Kind == AnswerKind.TokenIssued))
        {
            // The grant decides; that the session could not note the redemption any more costs nothing.
            Hold(
                stored.Status is SessionStatus.Redeemed or SessionStatus.CodeIssued,
                Rule.NothingLost,
                session,
                $"A token was told, and the session is {stored.Status}.");
        }
    }

    private void CheckExpiry(GrainKey session, RecordedAnswer[] told)
    {
        var end = EndsBy(session, told);
        foreach (var answer in told.Where(a => a.Kind is AnswerKind.StepAsked or AnswerKind.CodeIssued or AnswerKind.TokenIssued))
        {
            Hold(answer.SentAt <= end, Rule.NotBeyondExpiry, session, $"{answer.Kind} was answered to a request of {answer.SentAt:O}; it ended by {end:O}.");
        }

        Hold(
            !outcome.Sessions.TryGetValue(session, out var stored) || stored.Status == SessionStatus.Expired || stored.ExpiresAt > outcome.ReadAt,
            Rule.NotBeyondExpiry,
            session,
            "The database gives it to its readers after its time.");
    }

    /// <summary>When the session has ended for certain: it began before its first answer was there.</summary>
    private DateTimeOffset EndsBy(GrainKey session, RecordedAnswer[] told) => told[0].ReceivedAt + lifetime(session.TenantId);

    /// <summary>The earliest time at which it may have ended: it began after its first request was sent.</summary>
    private DateTimeOffset EndsFrom(GrainKey session, RecordedAnswer[] told) => told[0].SentAt + lifetime(session.TenantId);

    private void Hold(bool holds, Rule rule, GrainKey session, string what)
    {
        if (!holds)
        {
            _violations.Add(new Violation(rule, session, what));
        }
    }
}
