using System.Buffers.Text;
using System.Security.Cryptography;
using Eudiplo.Cluster.Tests.Faults.History;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Grants;
using Eudiplo.Grains.Sessions;
using Eudiplo.Protocol.Capabilities;

namespace Eudiplo.Cluster.Tests.Faults.Checking;

/// <summary>A history of one session and its grant that keeps the rules, for tests that break them.</summary>
public abstract class CheckedHistory
{
    private protected static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private protected static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(600);

    private protected readonly GrainKey _key = new("demo", Guid.CreateVersion7(Start));
    private protected readonly string[] _secrets = [.. Enumerable.Range(0, 4).Select(_ => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)))];

    private protected static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);

    private protected static CompletedStep Step(int index) => new() { Index = index, Type = "redirect_to_web", CompletedAt = Start };

    private protected static AccessToken Token(string secret) => new() { Hash = CapabilitySecret.Hash(secret)!, IssuedAt = At(8), ExpiresAt = At(608) };

    private protected RecordedAnswer[] History() =>
    [
        new(_key, AnswerKind.StepAsked, 0, Capability.Encode(_key.Id, _secrets[0]), At(0), At(1)),
        new(_key, AnswerKind.StepAsked, 1, Capability.Encode(_key.Id, _secrets[1]), At(2), At(3)),
        new(_key, AnswerKind.CodeIssued, 2, Capability.Encode(_key.Id, _secrets[2]), At(4), At(4.5)),
        new(_key, AnswerKind.TokenIssued, 2, Capability.Encode(_key.Id, _secrets[3]), At(8), At(9)),
    ];

    private protected static string Secret(int number) => Base64Url.EncodeToString([.. Enumerable.Repeat((byte)number, 32)]);

    private protected static RefreshFamily Family(int newest) => new()
    {
        Key = new byte[32], Current = CapabilitySecret.Hash(Secret(newest))!, IssuedAt = At(8), ExpiresAt = At(6000),
    };

    private protected string RefreshToken(int number) => Capability.Encode(_key.Id, Secret(number));

    private protected RecordedAnswer Exchange(int presented, int given, double at) =>
        new(_key, AnswerKind.Refreshed, 0, Capability.Encode(_key.Id, Secret(8)), At(at), At(at + 1))
        {
            Presented = RefreshToken(presented), RefreshToken = RefreshToken(given),
        };

    private protected RecordedAnswer[] Refreshed() => [.. History()[..3], History()[3] with { RefreshToken = RefreshToken(4) }, Exchange(4, 5, 9)];

    private protected GrantState RefreshedGrant() => Grant() with { AccessTokens = [Token(_secrets[3]), Token(Secret(8))], Refresh = Family(5) };

    private protected RecordedAnswer RefusedRefresh(int presented) =>
        new(_key, AnswerKind.RefreshRefused, 0, null, At(13), At(14)) { Presented = RefreshToken(presented) };

    private protected RecordedAnswer Looked(AnswerKind kind, double at) => History()[3] with { Kind = kind, SentAt = At(at), ReceivedAt = At(at + 1) };

    private protected RecordedAnswer[] RevokedToken() =>
    [
        History()[3] with { Kind = AnswerKind.TokenRevocationAsked, SentAt = At(12), ReceivedAt = At(12) },
        History()[3] with { Kind = AnswerKind.TokenRevoked, SentAt = At(12), ReceivedAt = At(13) },
    ];

    private protected RecordedAnswer[] OfUser() => [History()[3] with { User = "erika" }];

    private protected RecordedAnswer[] UserRevocation(double at) =>
    [
        new(new GrainKey("demo", Guid.Empty), AnswerKind.UserRevocationAsked, 0, "call", At(at), At(at)) { User = "erika" },
        new(new GrainKey("demo", Guid.Empty), AnswerKind.UserRevoked, 0, "call", At(at), At(at + 1)) { User = "erika" },
    ];

    private protected RecordedAnswer Revoked() => new(_key, AnswerKind.Revoked, 2, null, At(9), At(10));

    private protected AuthSessionState Session() => new()
    {
        Id = _key.Id,
        TenantId = _key.TenantId,
        Status = SessionStatus.Redeemed,
        CurrentStepIndex = 2,
        AuthorizationCode = CapabilitySecret.Hash(_secrets[2]),
        CreatedAt = At(0.5),
        ExpiresAt = At(600.5),
    };

    private protected GrantState Grant() => new()
    {
        Id = _key.Id,
        TenantId = _key.TenantId,
        CompletedSteps = """[{"index":0},{"index":1}]""",
        AccessTokens = [Token(_secrets[3])],
        ExpiresAt = At(608),
    };

    private protected GrantState RevokedGrant() => Grant() with { RevokedAt = At(10), AccessTokens = [], CompletedSteps = null };

    private protected IReadOnlyList<Violation> Check(RecordedAnswer[] history, AuthSessionState? session, GrantState? grant, DateTimeOffset? readAt = null)
    {
        var outcome = new StoredOutcome(
            readAt ?? At(20),
            session is null ? new Dictionary<GrainKey, AuthSessionState>() : new() { [_key] = session },
            grant is null ? new Dictionary<GrainKey, GrantState>() : new() { [_key] = grant });
        return new Checker(outcome, _ => Lifetime).Check(history);
    }

    private protected void Finds(Rule rule, RecordedAnswer[] history, AuthSessionState? session, GrantState? grant, DateTimeOffset? readAt = null)
    {
        var violations = Check(history, session, grant, readAt);
        Assert.NotEmpty(violations);
        Assert.All(violations, v => Assert.Equal(rule, v.Rule));
    }
}
