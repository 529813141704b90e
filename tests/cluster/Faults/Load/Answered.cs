namespace Eudiplo.Cluster.Tests.Faults.Load;

/// <summary>An answer, and when it came.</summary>
/// <param name="Reply">The answer.</param>
/// <param name="SentAt">When the try was sent that got it.</param>
/// <param name="ReceivedAt">When it was there.</param>
/// <param name="Tries">How many tries it took.</param>
internal sealed record Answered<T>(T Reply, DateTimeOffset SentAt, DateTimeOffset ReceivedAt, int Tries);
