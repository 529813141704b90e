using System.Diagnostics;
using Eudiplo.Load.Measurements;
using Eudiplo.Load.Runs;

namespace Eudiplo.Unit.Tests.Simulator;

/// <summary>The load tool's arithmetic: figures that are wrong are worse than none.</summary>
public sealed class LoadMeasurementTests
{
    [Theory]
    [InlineData(50, 500)]
    [InlineData(90, 900)]
    [InlineData(99, 990)]
    [InlineData(100, 1000)]
    [InlineData(0, 1)]
    public void A_percentile_is_the_nearest_rank_to_within_a_sixty_fourth(double percent, double exactMilliseconds)
    {
        var histogram = new LatencyHistogram();
        foreach (var milliseconds in Enumerable.Range(1, 1000).Reverse())
        {
            histogram.Record(TimeSpan.FromMilliseconds(milliseconds));
        }

        var measured = histogram.Snapshot().Percentile(percent).TotalMilliseconds;

        Assert.InRange(measured, exactMilliseconds, exactMilliseconds * (1 + (1.0 / 64)));
    }

    [Fact]
    public void Every_value_lies_in_a_bucket_that_is_no_wider_than_a_sixty_fourth_of_it()
    {
        var random = new Random(7);
        for (var i = 0; i < 1000; i++)
        {
            var microseconds = (long)Math.Pow(2, random.NextDouble() * 31.9);
            var histogram = new LatencyHistogram();
            histogram.Record(TimeSpan.FromMicroseconds(microseconds));
            histogram.Record(TimeSpan.FromMicroseconds(1L << 32));

            var bound = (long)histogram.Snapshot().Percentile(50).TotalMicroseconds;

            Assert.InRange(bound, microseconds, microseconds + (microseconds / 64));
        }
    }

    [Fact]
    public void Count_mean_and_maximum_are_exact()
    {
        var histogram = new LatencyHistogram();
        foreach (var milliseconds in new[] { 1, 2, 9 })
        {
            histogram.Record(TimeSpan.FromMilliseconds(milliseconds));
        }

        var snapshot = histogram.Snapshot();

        Assert.Equal(3, snapshot.Count);
        Assert.Equal(4, snapshot.Mean.TotalMilliseconds);
        Assert.Equal(9, snapshot.Max.TotalMilliseconds);
        Assert.Equal(9, snapshot.Percentile(99.99).TotalMilliseconds);
    }

    [Fact]
    public void An_interval_counts_only_what_came_after_its_beginning()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(TimeSpan.FromMilliseconds(500));
        var before = histogram.Snapshot();
        histogram.Record(TimeSpan.FromMilliseconds(1));

        var interval = histogram.Snapshot().Since(before);

        Assert.Equal(1, interval.Count);
        Assert.InRange(interval.Percentile(100).TotalMilliseconds, 1, 1.02);
        Assert.Equal(TimeSpan.Zero, histogram.Snapshot().Since(histogram.Snapshot()).Percentile(99));
    }

    [Fact]
    public async Task No_latency_is_lost_when_many_threads_record()
    {
        var histogram = new LatencyHistogram();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                histogram.Record(TimeSpan.FromMicroseconds((n * 10_000) + i));
            }
        })));

        Assert.Equal(80_000, histogram.Snapshot().Count);
        Assert.Equal(79.999, histogram.Snapshot().Max.TotalMilliseconds);
    }

    [Fact]
    public void Warm_up_and_end_are_not_counted()
    {
        var measurements = new RunMeasurements();
        Count();
        measurements.Begin();
        Count();
        measurements.End();
        Count();

        Assert.Equal(1, measurements.FlowCount);
        Assert.Equal(1, measurements.FailedFlowCount);
        Assert.Equal(1, Assert.Single(measurements.RequestKinds).Value.Snapshot().Count);
        Assert.Equal(1, Assert.Single(measurements.Errors).Value);

        void Count()
        {
            measurements.Request("initial", 0, Stopwatch.Frequency);
            measurements.Error("token", "400 invalid_grant");
            measurements.Flow(true, TimeSpan.FromSeconds(1));
            measurements.Flow(false, TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public void A_flow_that_was_held_up_is_charged_from_when_it_was_due()
    {
        const long Second = 1_000_000;

        Assert.Equal(10_002, OpenLoop.IntendedStart(due: 10_000, now: 10_002, Second));
        Assert.Equal(10_000, OpenLoop.IntendedStart(due: 10_000, now: 20_000, Second));
    }
}
