using System.Diagnostics;
using System.Diagnostics.Metrics;
using Eudiplo.Storage.Clock;

namespace Eudiplo.Storage.Telemetry;

/// <summary>The meter <c>Eudiplo.Storage</c>; <c>docs/storage.md</c> lists its instruments.</summary>
internal sealed class StorageMetrics
{
    public const string MeterName = "Eudiplo.Storage";

    private static readonly InstrumentAdvice<double> Durations = new()
    {
        HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    private readonly Histogram<double> _read;
    private readonly Histogram<double> _write;
    private readonly Histogram<double> _commit;
    private readonly Histogram<int> _batch;
    private readonly Counter<long> _losses;
    private readonly Counter<long> _swept;
    private readonly Histogram<double> _sweep;

    public StorageMetrics(IMeterFactory factory, ExpiryClock clock)
    {
        var meter = factory.Create(MeterName);
        _read = meter.CreateHistogram("eudiplo.storage.read.duration", "s", "Time of one state's read, decryption included", advice: Durations);
        _write = meter.CreateHistogram("eudiplo.storage.write.duration", "s", "Time of one state's write until it is durable", advice: Durations);
        _commit = meter.CreateHistogram("eudiplo.storage.commit.duration", "s", "Time of one shared commit", advice: Durations);
        _batch = meter.CreateHistogram("eudiplo.storage.batch.size", "{operation}", "Operations that travelled together", advice: new InstrumentAdvice<int>
        {
            HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024],
        });
        _losses = meter.CreateCounter<long>("eudiplo.storage.cas.losses", "{write}", "Writes that named a version which was not stored any more");
        _swept = meter.CreateCounter<long>("eudiplo.storage.sweeper.rows", "{row}", "Expired rows that the sweeper deleted or erased");
        _sweep = meter.CreateHistogram("eudiplo.storage.sweeper.duration", "s", "Time of one batch of the sweeper", advice: Durations);
        meter.CreateObservableGauge(
            "eudiplo.storage.clock.behind",
            () => clock.Behind().TotalSeconds,
            "s",
            "How far this machine's clock is behind the latest time that storage has seen");
    }

    public void Read(string provider, string kind, string outcome, long started) => _read.Record(
        Stopwatch.GetElapsedTime(started).TotalSeconds,
        new("provider", provider),
        new("kind", kind),
        new("outcome", outcome));

    public void Write(string provider, string kind, string operation, string outcome, long started)
    {
        _write.Record(
            Stopwatch.GetElapsedTime(started).TotalSeconds,
            new TagList { { "provider", provider }, { "kind", kind }, { "operation", operation }, { "outcome", outcome } });
        if (outcome == "lost")
        {
            _losses.Add(1, new("provider", provider), new("kind", kind));
        }
    }

    /// <summary>One round trip that several operations shared.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="operation"><c>read</c> or <c>write</c>.</param>
    /// <param name="size">How many operations.</param>
    /// <param name="started">When it began, as a <see cref="Stopwatch"/> timestamp.</param>
    public void Batch(string provider, string operation, int size, long started)
    {
        _batch.Record(size, new("provider", provider), new("operation", operation));
        if (operation == "write")
        {
            _commit.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, new KeyValuePair<string, object?>("provider", provider));
        }
    }

    public void Sweep(string provider, int deleted, int erased, long started)
    {
        _sweep.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, new KeyValuePair<string, object?>("provider", provider));
        _swept.Add(deleted, new("provider", provider), new("action", "deleted"));
        _swept.Add(erased, new("provider", provider), new("action", "erased"));
    }
}
