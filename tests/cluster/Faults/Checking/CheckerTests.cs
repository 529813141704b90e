using System.Buffers.Text;
using System.Security.Cryptography;
using Eudiplo.Cluster.Tests.Faults.History;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Grants;
using Eudiplo.Grains.Sessions;
using Eudiplo.Protocol.Capabilities;

namespace Eudiplo.Cluster.Tests.Faults.Checking;

/// <summary>The checker finds nothing in a history that keeps the rules, and finds each rule that is broken on purpose.</summary>
public sealed class CheckerTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(600);

    private readonly GrainKey _key = new("demo", Guid.CreateVersion7(Start));
    private readonly string[] _secrets = [.. Enumerable.Range(0, 4).Select(_ => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)))];

    [Fact]
    public void A_history_that_keeps_the_rules_is_accepted() => Assert.Empty(Check(History(), Session(), Grant()));

    [Fact]
    public void The_same_answer_told_twice_breaks_nothing() =>
        Assert.Empty(Check([History()[0] with { SentAt = At(0.5), ReceivedAt = At(2) }, .. History()], Session(), Grant()));

    [Fact]
    public void A_revoked_grant_breaks_nothing() => Assert.Empty(Check([.. History(), Revoked()], Session(), RevokedGrant()));

    [Fact]
    public void A_second_code_is_found() =>
        Finds(Rule.NoCodeTwice, [.. History(), History()[2] with { Secret = Capability.Encode(_key.Id, _secrets[0]) }], Session(), Grant());

    [Fact]
    public void A_code_other_than_the_stored_one_is_found() =>
        Finds(Rule.NoCodeTwice, History(), Session() with { AuthorizationCode = RandomNumberGenerator.GetBytes(32) }, Grant());

    [Fact]
    public void A_second_set_of_tokens_is_found() =>
        Finds(
            Rule.NoCodeTwice,
            [.. History(), History()[3] with { Secret = Capability.Encode(_key.Id, _secrets[0]) }],
            Session(),
            Grant() with { AccessTokens = [Token(_secrets[3]), Token(_secrets[0])] });

    [Fact]
    public void A_step_that_is_entered_twice_is_found() =>
        Finds(Rule.NoStepTwice, [.. History(), History()[1] with { Secret = Capability.Encode(_key.Id, _secrets[3]) }], Session(), Grant());

    [Fact]
    public void A_step_that_is_completed_twice_is_found() =>
        Finds(Rule.NoStepTwice, History()[..3], Session() with { Status = SessionStatus.CodeIssued, CompletedStepsData = [Step(0), Step(0)] }, null);

    [Fact]
    public void A_step_that_is_twice_in_the_grant_is_found() =>
        Finds(Rule.NoStepTwice, History(), Session(), Grant() with { CompletedSteps = """[{"index":0},{"index":0}]""" });

    [Fact]
    public void A_session_that_is_stored_at_an_earlier_step_is_found() =>
        Finds(Rule.NothingLost, History()[..2], Session() with { Status = SessionStatus.Pending, CurrentStepIndex = 0, CompletedStepsData = [] }, null);

    [Fact]
    public void A_session_that_went_back_is_found() =>
        Finds(Rule.NothingLost, [.. History(), History()[0] with { SentAt = At(5), ReceivedAt = At(6) }], Session(), Grant());

    [Fact]
    public void A_session_that_is_gone_too_early_is_found() => Finds(Rule.NothingLost, History()[..2], null, null);

    [Fact]
    public void A_refusal_of_the_newest_auth_session_is_found() =>
        Finds(Rule.NothingLost, [History()[0], History()[0] with { Kind = AnswerKind.Refused, SentAt = At(2), ReceivedAt = At(3) }], Session(), Grant());

    [Fact]
    public void A_token_that_is_not_stored_is_found() => Finds(Rule.NothingLost, History(), Session(), Grant() with { AccessTokens = [] });

    [Fact]
    public void A_code_that_was_never_stored_is_found() =>
        Finds(Rule.NothingLost, History()[..3], Session() with { Status = SessionStatus.Failed, AuthorizationCode = null }, null);

    [Fact]
    public void An_answer_after_the_end_is_found() =>
        Finds(Rule.NotBeyondExpiry, [.. History()[..2], History()[2] with { SentAt = At(602), ReceivedAt = At(603) }], null, null, At(700));

    [Fact]
    public void A_row_that_outlives_its_time_is_found() =>
        Finds(Rule.NotBeyondExpiry, History()[..2], Session() with { Status = SessionStatus.Pending, CurrentStepIndex = 1, CompletedStepsData = [Step(0)] }, null, At(700));

    [Fact]
    public void A_token_that_is_active_after_its_revocation_is_found() =>
        Finds(
            Rule.RevokedStaysRevoked,
            [.. History(), Revoked(), History()[3] with { Kind = AnswerKind.TokenLive, SentAt = At(11), ReceivedAt = At(12) }],
            Session(),
            RevokedGrant());

    [Fact]
    public void A_token_that_was_active_before_its_revocation_breaks_nothing() =>
        Assert.Empty(Check(
            [.. History(), Revoked(), History()[3] with { Kind = AnswerKind.TokenLive, SentAt = At(9.5), ReceivedAt = At(12) }], Session(), RevokedGrant()));

    [Fact]
    public void A_grant_that_is_alive_after_its_revocation_is_found() => Finds(Rule.RevokedStaysRevoked, [.. History(), Revoked()], Session(), Grant());

    [Fact]
    public void A_grant_that_was_refreshed_breaks_nothing() => Assert.Empty(Check(Refreshed(), Session(), RefreshedGrant()));

    [Fact]
    public void A_refresh_that_is_answered_twice_the_same_breaks_nothing() => Assert.Empty(
        Check([.. Refreshed(), Refreshed()[^1] with { SentAt = At(13), ReceivedAt = At(14) }], Session(), RefreshedGrant()));

    [Fact]
    public void A_refresh_token_that_gives_two_others_is_found() => Finds(
        Rule.RefreshRotates,
        [.. Refreshed(), Refreshed()[^1] with { RefreshToken = Secret(7), SentAt = At(13), ReceivedAt = At(14) }],
        Session(),
        RefreshedGrant());

    [Fact]
    public void An_old_refresh_token_that_is_accepted_is_found() => Finds(
        Rule.RefreshRotates,
        [
            .. Refreshed(),
            Exchange(5, 6, 13),
            Refreshed()[^1] with { SentAt = At(15), ReceivedAt = At(16) },
        ],
        Session(),
        RefreshedGrant() with { Refresh = Family(6) });

    [Fact]
    public void A_newest_refresh_token_that_is_refused_is_found() =>
        Finds(Rule.NothingLost, [.. Refreshed(), RefusedRefresh(5)], Session(), RefreshedGrant());

    [Fact]
    public void An_old_refresh_token_that_is_refused_breaks_nothing() =>
        Assert.Empty(Check([.. Refreshed(), RefusedRefresh(4)], Session(), RefreshedGrant()));

    [Fact]
    public void A_newest_refresh_token_that_is_not_the_stored_one_is_found() =>
        Finds(Rule.NothingLost, Refreshed(), Session(), RefreshedGrant() with { Refresh = Family(4) });

    [Fact]
    public void A_refreshed_access_token_that_is_not_stored_is_found() =>
        Finds(Rule.NothingLost, Refreshed(), Session(), RefreshedGrant() with { AccessTokens = [Token(_secrets[3])] });

    [Fact]
    public void A_refresh_after_the_revocation_is_found() => Finds(
        Rule.RevokedStaysRevoked, [.. Refreshed()[..^1], Revoked(), Exchange(4, 5, 11)], Session(), RevokedGrant());

    [Fact]
    public void A_live_token_that_is_called_inactive_is_found() =>
        Finds(Rule.NothingLost, [.. History(), Looked(AnswerKind.TokenDead, 9.5)], Session(), Grant());

    [Fact]
    public void A_token_that_is_called_inactive_once_somebody_began_to_revoke_breaks_nothing() => Assert.Empty(Check(
        [.. History(), Revoked() with { Kind = AnswerKind.RevocationAsked }, Looked(AnswerKind.TokenDead, 9.5)], Session(), RevokedGrant()));

    [Fact]
    public void A_token_that_is_called_inactive_before_anybody_began_to_revoke_is_found() => Finds(
        Rule.NothingLost,
        [.. History(), Looked(AnswerKind.TokenDead, 9.5), Revoked() with { SentAt = At(12), ReceivedAt = At(13) }],
        Session(),
        RevokedGrant());

    [Fact]
    public void A_token_of_a_code_that_was_sent_twice_may_be_inactive() => Assert.Empty(Check(
        [.. History()[..3], History()[3] with { Tries = 2 }, Looked(AnswerKind.TokenDead, 9.5)], Session(), RevokedGrant()));

    [Fact]
    public void An_access_token_that_is_active_after_its_own_revocation_is_found() => Finds(
        Rule.RevokedStaysRevoked, [.. Refreshed(), .. RevokedToken(), Looked(AnswerKind.TokenLive, 15)], Session(), RefreshedGrant() with { AccessTokens = [Token(Secret(8))] });

    [Fact]
    public void An_access_token_that_is_stored_after_its_own_revocation_is_found() =>
        Finds(Rule.RevokedStaysRevoked, [.. Refreshed(), .. RevokedToken()], Session(), RefreshedGrant());

    [Fact]
    public void An_access_token_that_was_revoked_alone_takes_no_other_with_it()
    {
        var grant = RefreshedGrant() with { AccessTokens = [Token(Secret(8))] };
        Assert.Empty(Check([.. Refreshed(), .. RevokedToken(), Looked(AnswerKind.TokenDead, 15)], Session(), grant));
        Finds(Rule.NothingLost, [.. Refreshed(), .. RevokedToken(), Looked(AnswerKind.TokenDead, 15) with { Secret = Capability.Encode(_key.Id, Secret(8)) }], Session(), grant);
    }

    [Fact]
    public void The_revocation_of_a_user_is_held_against_every_grant_that_was_told_before_it_began()
    {
        RecordedAnswer[] history = [.. OfUser(), .. UserRevocation(12)];
        Assert.Empty(Check(history, null, null));
        Finds(Rule.RevokedStaysRevoked, [.. history, Looked(AnswerKind.TokenLive, 14)], null, null);
        Finds(Rule.RevokedStaysRevoked, history, null, Grant());
        Assert.Empty(Check([.. history, Looked(AnswerKind.TokenLive, 12.5) with { ReceivedAt = At(20) }], null, null));
    }

    [Fact]
    public void A_grant_that_a_user_gets_after_the_revocation_is_to_live()
    {
        RecordedAnswer[] history = [.. UserRevocation(5), .. OfUser()];
        Assert.Empty(Check([.. history, Looked(AnswerKind.TokenLive, 14)], null, Grant()));
        Finds(Rule.NothingLost, [.. history, Looked(AnswerKind.TokenDead, 14)], null, Grant());
        Finds(Rule.NothingLost, history, null, null);
    }

    [Fact]
    public void A_grant_that_was_asked_for_during_the_revocation_may_live_or_not()
    {
        RecordedAnswer[] history = [.. OfUser(), .. UserRevocation(8.5)];
        Assert.Empty(Check(history, null, Grant()));
        Assert.Empty(Check([.. history, Looked(AnswerKind.TokenDead, 14)], null, null));
    }

    [Fact]
    public void The_revocation_of_another_user_is_no_reason_for_anything() => Finds(
        Rule.NothingLost,
        [.. OfUser(), .. UserRevocation(12).Select(r => r with { User = "max" }), Looked(AnswerKind.TokenDead, 14)],
        null,
        Grant());

    private static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);

    private static CompletedStep Step(int index) => new() { Index = index, Type = "redirect_to_web", CompletedAt = Start };

    private static AccessToken Token(string secret) => new() { Hash = CapabilitySecret.Hash(secret)!, IssuedAt = At(8), ExpiresAt = At(608) };

    private RecordedAnswer[] History() =>
    [
        new(_key, AnswerKind.StepAsked, 0, Capability.Encode(_key.Id, _secrets[0]), At(0), At(1)),
        new(_key, AnswerKind.StepAsked, 1, Capability.Encode(_key.Id, _secrets[1]), At(2), At(3)),
        new(_key, AnswerKind.CodeIssued, 2, Capability.Encode(_key.Id, _secrets[2]), At(4), At(4.5)),
        new(_key, AnswerKind.TokenIssued, 2, Capability.Encode(_key.Id, _secrets[3]), At(8), At(9)),
    ];

    private static string Secret(int number) => Base64Url.EncodeToString([.. Enumerable.Repeat((byte)number, 32)]);

    private static RefreshFamily Family(int newest) => new()
    {
        Key = new byte[32], Current = CapabilitySecret.Hash(Secret(newest))!, IssuedAt = At(8), ExpiresAt = At(6000),
    };

    private string RefreshToken(int number) => Capability.Encode(_key.Id, Secret(number));

    private RecordedAnswer Exchange(int presented, int given, double at) =>
        new(_key, AnswerKind.Refreshed, 0, Capability.Encode(_key.Id, Secret(8)), At(at), At(at + 1))
        {
            Presented = RefreshToken(presented), RefreshToken = RefreshToken(given),
        };

    private RecordedAnswer[] Refreshed() => [.. History()[..3], History()[3] with { RefreshToken = RefreshToken(4) }, Exchange(4, 5, 9)];

    private GrantState RefreshedGrant() => Grant() with { AccessTokens = [Token(_secrets[3]), Token(Secret(8))], Refresh = Family(5) };

    private RecordedAnswer RefusedRefresh(int presented) =>
        new(_key, AnswerKind.RefreshRefused, 0, null, At(13), At(14)) { Presented = RefreshToken(presented) };

    private RecordedAnswer Looked(AnswerKind kind, double at) => History()[3] with { Kind = kind, SentAt = At(at), ReceivedAt = At(at + 1) };

    private RecordedAnswer[] RevokedToken() =>
    [
        History()[3] with { Kind = AnswerKind.TokenRevocationAsked, SentAt = At(12), ReceivedAt = At(12) },
        History()[3] with { Kind = AnswerKind.TokenRevoked, SentAt = At(12), ReceivedAt = At(13) },
    ];

    private RecordedAnswer[] OfUser() => [History()[3] with { User = "erika" }];

    private RecordedAnswer[] UserRevocation(double at) =>
    [
        new(new GrainKey("demo", Guid.Empty), AnswerKind.UserRevocationAsked, 0, "call", At(at), At(at)) { User = "erika" },
        new(new GrainKey("demo", Guid.Empty), AnswerKind.UserRevoked, 0, "call", At(at), At(at + 1)) { User = "erika" },
    ];

    private RecordedAnswer Revoked() => new(_key, AnswerKind.Revoked, 2, null, At(9), At(10));

    private AuthSessionState Session() => new()
    {
        Id = _key.Id,
        TenantId = _key.TenantId,
        Status = SessionStatus.Redeemed,
        CurrentStepIndex = 2,
        AuthorizationCode = CapabilitySecret.Hash(_secrets[2]),
        CreatedAt = At(0.5),
        ExpiresAt = At(600.5),
    };

    private GrantState Grant() => new()
    {
        Id = _key.Id,
        TenantId = _key.TenantId,
        CompletedSteps = """[{"index":0},{"index":1}]""",
        AccessTokens = [Token(_secrets[3])],
        ExpiresAt = At(608),
    };

    private GrantState RevokedGrant() => Grant() with { RevokedAt = At(10), AccessTokens = [], CompletedSteps = null };

    private IReadOnlyList<Violation> Check(RecordedAnswer[] history, AuthSessionState? session, GrantState? grant, DateTimeOffset? readAt = null)
    {
        var outcome = new StoredOutcome(
            readAt ?? At(20),
            session is null ? new Dictionary<GrainKey, AuthSessionState>() : new() { [_key] = session },
            grant is null ? new Dictionary<GrainKey, GrantState>() : new() { [_key] = grant });
        return new Checker(outcome, _ => Lifetime).Check(history);
    }

    private void Finds(Rule rule, RecordedAnswer[] history, AuthSessionState? session, GrantState? grant, DateTimeOffset? readAt = null)
    {
        var violations = Check(history, session, grant, readAt);
        Assert.NotEmpty(violations);
        Assert.All(violations, v => Assert.Equal(rule, v.Rule));
    }
}
