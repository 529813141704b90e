using Eudiplo.Grains.Abstractions;

namespace Eudiplo.Cluster.Tests.Faults.History;

/// <summary>One answer that a wallet got. A request that had to be sent several times counts from its first sending.</summary>
/// <param name="Session">The session that it is about.</param>
/// <param name="Kind">What it told.</param>
/// <param name="Step">How many steps are done, as told.</param>
/// <param name="Secret">The secret that it told, or that was refused; null where there is none.</param>
/// <param name="SentAt">When the try was sent that got the answer.</param>
/// <param name="ReceivedAt">When the answer was there.</param>
internal sealed record RecordedAnswer(
    GrainKey Session, AnswerKind Kind, int Step, string? Secret, DateTimeOffset SentAt, DateTimeOffset ReceivedAt);
