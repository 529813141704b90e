namespace Eudiplo.Grains.Abstractions.Sessions;

/// <summary>The answer to the tenant's backend. It never carries a secret of the wallet's channel.</summary>
/// <param name="Status">The session's state after the call; null on an error.</param>
/// <param name="Error">The refusal, or null.</param>
[GenerateSerializer, Immutable, Alias("eudiplo.ConfirmationReply")]
public sealed record ConfirmationReply(
    [property: Id(0)] SessionStatus? Status,
    [property: Id(1)] ProtocolError? Error)
{
    /// <summary>A refusal.</summary>
    public static ConfirmationReply Refused(string code, string description, int status = 400) =>
        new(null, new ProtocolError(code, description, status));
}
