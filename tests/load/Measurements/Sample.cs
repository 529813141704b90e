namespace Eudiplo.Load.Measurements;

/// <summary>One interval of a run, about a second.</summary>
/// <param name="At">Seconds from the start of measuring to the interval's end.</param>
/// <param name="Flows">Flows per second.</param>
/// <param name="Failed">Failed flows per second.</param>
/// <param name="Requests">Requests per second.</param>
/// <param name="P50">Median latency of the flows that ended in the interval, in milliseconds.</param>
/// <param name="P90">90th percentile.</param>
/// <param name="P99">99th percentile.</param>
/// <param name="ClientCores">Processors that the tool used.</param>
/// <param name="ServerCores">Processors that the server's processes used; null when none were named.</param>
/// <param name="DatabaseCores">Processors that the database's processes used; null when none were named.</param>
/// <param name="MachineCores">Processors of the machine that were busy.</param>
public sealed record Sample(
    double At,
    double Flows,
    double Failed,
    double Requests,
    double P50,
    double P90,
    double P99,
    double ClientCores,
    double? ServerCores,
    double? DatabaseCores,
    double MachineCores);
