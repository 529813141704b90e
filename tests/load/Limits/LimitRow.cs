namespace Eudiplo.Load.Limits;

/// <summary>One limit of the machine.</summary>
/// <param name="Kind">Which of kestrel, pgbench, sqlite and signatures.</param>
/// <param name="Name">What was measured.</param>
/// <param name="PerSecond">How many of <paramref name="Unit"/> per second.</param>
/// <param name="Unit">What was counted.</param>
/// <param name="Mean">Mean latency in milliseconds; null where it was not measured.</param>
/// <param name="P50">Median latency in milliseconds; null where it was not measured.</param>
/// <param name="P99">99th percentile of the latency in milliseconds; null where it was not measured.</param>
public sealed record LimitRow(string Kind, string Name, double PerSecond, string Unit, double? Mean = null, double? P50 = null, double? P99 = null);
