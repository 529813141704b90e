using System.Collections.Frozen;
using System.Diagnostics.Metrics;

namespace Eudiplo.Silo.Telemetry;

/// <summary>Which metrics are exported: all of Eudiplo's own and of Orleans, and of the framework those that an operator of Eudiplo needs.</summary>
public static class ExportedMetrics
{
    /// <summary>The prefix of the names of Eudiplo's own meters.</summary>
    public const string OwnPrefix = "Eudiplo.";

    private const string Orleans = "Microsoft.Orleans";

    /// <summary>The meters that are listened to; <c>*</c> stands for any text.</summary>
    public static IReadOnlyList<string> Meters { get; } =
        [OwnPrefix + "*", Orleans, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    /// <summary>The metrics of the framework that are exported; the rest of its meters is not.</summary>
    public static FrozenSet<string> OfFramework { get; } = FrozenSet.Create(
        StringComparer.Ordinal,
        "http.server.request.duration",
        "http.server.active_requests",
        "kestrel.active_connections",
        "kestrel.queued_connections",
        "kestrel.rejected_connections",
        "dotnet.process.cpu.time",
        "dotnet.process.memory.working_set",
        "dotnet.gc.last_collection.heap.size",
        "dotnet.gc.pause.time",
        "dotnet.thread_pool.queue.length",
        "dotnet.exceptions");

    /// <summary>Whether an instrument of one of <see cref="Meters"/> is exported.</summary>
    public static bool Include(Instrument instrument)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        return instrument.Meter.Name.StartsWith(OwnPrefix, StringComparison.Ordinal)
            || instrument.Meter.Name == Orleans
            || OfFramework.Contains(instrument.Name);
    }
}
