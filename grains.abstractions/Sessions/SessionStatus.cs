namespace Eudiplo.Grains.Abstractions.Sessions;

/// <summary>The states of a session: the seven of the session entity, and <see cref="Redeemed"/>.</summary>
[GenerateSerializer, Alias("eudiplo.SessionStatus")]
public enum SessionStatus
{
    /// <summary><c>pending</c>: waiting for the wallet, the browser or the tenant's backend.</summary>
    Pending = 0,

    /// <summary><c>presentation_received</c>: the current step's presentation was verified.</summary>
    PresentationReceived = 1,

    /// <summary><c>web_auth_completed</c>: the current web step was confirmed; the wallet has not come back for it yet.</summary>
    WebAuthCompleted = 2,

    /// <summary><c>all_steps_completed</c>: nothing is left but to issue the code.</summary>
    AllStepsCompleted = 3,

    /// <summary><c>code_issued</c>: the authorization code is out.</summary>
    CodeIssued = 4,

    /// <summary><c>expired</c>: the session outlived its time.</summary>
    Expired = 5,

    /// <summary><c>failed</c>: refused, cancelled, or too many tries.</summary>
    Failed = 6,

    /// <summary><c>redeemed</c>: the code was exchanged for tokens.</summary>
    Redeemed = 7,
}
