namespace Eudiplo.Cluster.Tests.Faults.History;

/// <summary>What an answer told a wallet, or what a wallet is about to ask for.</summary>
internal enum AnswerKind
{
    /// <summary>The session is at a step; the secret is its <c>auth_session</c>.</summary>
    StepAsked,

    /// <summary>All steps are done; the secret is the code.</summary>
    CodeIssued,

    /// <summary>A code was redeemed; the secret is the access token, and the refresh token is told besides.</summary>
    TokenIssued,

    /// <summary>A refresh token was exchanged; the secret is the access token, and both refresh tokens are told besides.</summary>
    Refreshed,

    /// <summary>A refresh token was refused; it is the one that was presented.</summary>
    RefreshRefused,

    /// <summary>The token was called active; the secret is the access token.</summary>
    TokenLive,

    /// <summary>The token was called inactive; the secret is the access token.</summary>
    TokenDead,

    /// <summary>The grant is about to be revoked, one way or another: from here on its tokens may be dead.</summary>
    RevocationAsked,

    /// <summary>The grant is revoked: its code or an old refresh token was presented again, or its refresh token was revoked.</summary>
    Revoked,

    /// <summary>One access token is about to be revoked; it is the secret.</summary>
    TokenRevocationAsked,

    /// <summary>One access token is revoked; it is the secret.</summary>
    TokenRevoked,

    /// <summary>Every grant of a user is about to be revoked.</summary>
    UserRevocationAsked,

    /// <summary>Every grant of a user that began before is revoked.</summary>
    UserRevoked,

    /// <summary>A follow-up with the newest <c>auth_session</c> was refused; the secret is that <c>auth_session</c>.</summary>
    Refused,
}
