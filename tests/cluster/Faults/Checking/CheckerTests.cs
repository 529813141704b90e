using System.Security.Cryptography;
using Eudiplo.Cluster.Tests.Faults.History;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Protocol.Capabilities;

namespace Eudiplo.Cluster.Tests.Faults.Checking;

/// <summary>The checker finds nothing in a history that keeps the rules, and finds each rule that is broken on purpose.</summary>
public sealed class CheckerTests : CheckedHistory
{
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
}
