using Eudiplo.Cluster.Tests.Faults.History;
using Eudiplo.Protocol.Capabilities;

namespace Eudiplo.Cluster.Tests.Faults.Checking;

/// <summary>The checker's rules about grants: refreshes, look-ups, revocations of tokens and of all that a user has.</summary>
public sealed class GrantCheckerTests : CheckedHistory
{
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
}
