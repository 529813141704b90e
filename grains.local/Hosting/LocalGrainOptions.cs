namespace Eudiplo.Grains.Local.Hosting;

/// <summary>How the local grain runtime behaves. The defaults are those of Orleans.</summary>
public sealed class LocalGrainOptions
{
    /// <summary>How long a caller waits for an answer before it gets a <see cref="TimeoutException"/>. Above zero; 30 seconds.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// After how long without a call an activation is collected; <see cref="Timeout.InfiniteTimeSpan"/> for never. 15 minutes.
    /// A class can set its own with <see cref="Orleans.Configuration.CollectionAgeLimitAttribute"/>.
    /// </summary>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The collection age by full name of the grain class; goes before the class's own attribute.</summary>
    public IDictionary<string, TimeSpan> ClassSpecificCollectionAge { get; } = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);

    /// <summary>How long a grain's OnDeactivateAsync may take before the activation ends without it. Above zero; 30 seconds.</summary>
    public TimeSpan DeactivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether every call gets an activation of its own that reads its state from storage. For several processes over one database;
    /// calls to one key still go one at a time within a process, and compare-and-swap decides between processes. Grain timers end with
    /// the call that registered them. Off.
    /// </summary>
    public bool ActivationPerCall { get; set; }
}
