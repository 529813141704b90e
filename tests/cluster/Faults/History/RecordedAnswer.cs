using Eudiplo.Grains.Abstractions;

namespace Eudiplo.Cluster.Tests.Faults.History;

/// <summary>One answer that a wallet got, or something that it is about to ask for. A request that had to be sent several times counts from its first sending.</summary>
/// <param name="Session">The session or grant that it is about; one without an id where it is about a user.</param>
/// <param name="Kind">What it told.</param>
/// <param name="Step">How many steps are done, as told.</param>
/// <param name="Secret">The secret that it told, or that was refused; null where there is none.</param>
/// <param name="SentAt">When the try was sent that got the answer.</param>
/// <param name="ReceivedAt">When the answer was there.</param>
internal sealed record RecordedAnswer(
    GrainKey Session, AnswerKind Kind, int Step, string? Secret, DateTimeOffset SentAt, DateTimeOffset ReceivedAt)
{
    /// <summary>The refresh token that was presented.</summary>
    public string? Presented { get; init; }

    /// <summary>The refresh token that was told.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>The user whose grant it is, or whose grants are revoked; null where nobody told.</summary>
    public string? User { get; init; }

    /// <summary>How often the request was sent. What was sent twice may also be served twice, the later one long after.</summary>
    public int Tries { get; init; } = 1;
}
