namespace Eudiplo.Cluster.Tests.Faults.History;

/// <summary>What an answer told a wallet.</summary>
internal enum AnswerKind
{
    /// <summary>The session is at a step; the secret is its <c>auth_session</c>.</summary>
    StepAsked,

    /// <summary>All steps are done; the secret is the code.</summary>
    CodeIssued,

    /// <summary>The code was redeemed; the secret is the access token.</summary>
    TokenIssued,

    /// <summary>The token was called active; the secret is the access token.</summary>
    TokenLive,

    /// <summary>The code was presented again and refused: the grant that came of it is revoked from here on.</summary>
    Revoked,

    /// <summary>A follow-up with the newest <c>auth_session</c> was refused; the secret is that <c>auth_session</c>.</summary>
    Refused,
}
