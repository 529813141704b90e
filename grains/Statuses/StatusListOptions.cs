namespace Eudiplo.Grains.Statuses;

/// <summary>How long status lists are used, and what they may weigh: section <c>Eudiplo:StatusLists</c>.</summary>
public sealed class StatusListOptions
{
    /// <summary>
    /// The longest time for which a list is used without being fetched again, whatever its <c>ttl</c> and <c>exp</c> say: the delay with
    /// which a revocation counts at the latest. 0 to 24 h. Default 1 h.
    /// </summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a list is used that has neither <c>ttl</c> nor <c>exp</c>: 0 to 24 h. Default 5 minutes.</summary>
    public TimeSpan DefaultAge { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a list that could not be had is not asked for again: 0 to 10 minutes. Default 3 s.</summary>
    public TimeSpan FailureAge { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>The largest list, decompressed, in bytes: 1 KiB to 64 MiB. Default 4 MiB.</summary>
    public int MaxListBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>What all lists that are kept may weigh together, in bytes: 1 MiB to 4 GiB. Default 64 MiB.</summary>
    public long MaxCacheBytes { get; set; } = 64 * 1024 * 1024;
}
