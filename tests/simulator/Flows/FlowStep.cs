namespace Eudiplo.WalletSimulator.Flows;

/// <summary>One thing that happened in a flow.</summary>
/// <param name="Name">A stable name for machines, for example `presentation`.</param>
/// <param name="Summary">One sentence for people.</param>
/// <param name="Details">What was sent and received, in the order worth reading; each name once.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Succeeded">Whether the flow can go on.</param>
public sealed record FlowStep(
    string Name, string Summary, IReadOnlyList<KeyValuePair<string, string>> Details, TimeSpan Elapsed, bool Succeeded);
