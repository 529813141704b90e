namespace Eudiplo.Storage.Options;

/// <summary>Settings of the sweeper. Bound from <c>Eudiplo:Storage:Sweeper</c>.</summary>
public sealed class SweeperOptions
{
    /// <summary>Whether this process sweeps. Default: true; processes over one PostgreSQL take turns by themselves.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The time between two sweeps. 1 s to 1 day. Default: 30 s.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The share of <see cref="Interval"/> that is added at random, so that processes do not sweep in step. 0 to 1. Default: 0.2.</summary>
    public double Jitter { get; set; } = 0.2;

    /// <summary>Rows that one transaction removes or erases. 1 to 10,000. Default: 500.</summary>
    public int BatchSize { get; set; } = 500;
}
