namespace Eudiplo.Grains.Abstractions.Sessions;

/// <summary>The names of the states as the session entity, the admin API and the database write them.</summary>
public static class SessionStatusNames
{
    /// <summary>The name of a state.</summary>
    public static string Name(this SessionStatus status) => status switch
    {
        SessionStatus.Pending => "pending",
        SessionStatus.PresentationReceived => "presentation_received",
        SessionStatus.WebAuthCompleted => "web_auth_completed",
        SessionStatus.AllStepsCompleted => "all_steps_completed",
        SessionStatus.CodeIssued => "code_issued",
        SessionStatus.Expired => "expired",
        SessionStatus.Failed => "failed",
        SessionStatus.Redeemed => "redeemed",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Not a session status."),
    };
}
