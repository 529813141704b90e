using System.Collections.Concurrent;
using System.Diagnostics;

namespace Eudiplo.Load.Measurements;

/// <summary>What a run counts. Nothing is counted before <see cref="Begin"/> (warm-up) and after <see cref="End"/>.</summary>
public sealed class RunMeasurements
{
    private readonly ConcurrentDictionary<string, (int Order, LatencyHistogram Latencies)> _requests = new();
    private readonly ConcurrentDictionary<string, long> _errors = new();
    private volatile bool _counting;
    private int _kinds;
    private long _flows;
    private long _failedFlows;

    /// <summary>Latencies of whole flows: from the intended start in the open loop, from the first request in the closed one.</summary>
    public LatencyHistogram Flows { get; } = new();

    /// <summary>Latencies of all requests together.</summary>
    public LatencyHistogram Requests { get; } = new();

    /// <summary>How late flows start after their intended time, in the open loop.</summary>
    public LatencyHistogram StartLag { get; } = new();

    /// <summary>How late timers of this process fire: how long a ready task waits for a processor.</summary>
    public LatencyHistogram SchedulingLag { get; } = new();

    /// <summary>Flows that succeeded.</summary>
    public long FlowCount => Volatile.Read(ref _flows);

    /// <summary>Flows that failed.</summary>
    public long FailedFlowCount => Volatile.Read(ref _failedFlows);

    /// <summary>Latencies by request kind, in the order in which the kinds first came up.</summary>
    public IReadOnlyList<KeyValuePair<string, LatencyHistogram>> RequestKinds =>
    [
        .. _requests.OrderBy(kind => kind.Value.Order).Select(kind => KeyValuePair.Create(kind.Key, kind.Value.Latencies)),
    ];

    /// <summary>Errors by request kind and reason.</summary>
    public IReadOnlyDictionary<string, long> Errors => _errors;

    /// <summary>Starts to count.</summary>
    public void Begin() => _counting = true;

    /// <summary>Stops counting.</summary>
    public void End() => _counting = false;

    /// <summary>Forgets everything that was counted.</summary>
    public void Reset()
    {
        _errors.Clear();
        _flows = 0;
        _failedFlows = 0;
        foreach (var histogram in _requests.Values.Select(kind => kind.Latencies).Concat([Flows, Requests, StartLag, SchedulingLag]))
        {
            histogram.Reset();
        }
    }

    /// <summary>Counts a request that was answered well.</summary>
    public void Request(string kind, long started, long ended)
    {
        if (_counting)
        {
            var latency = Stopwatch.GetElapsedTime(started, ended);
            Requests.Record(latency);
            if (!_requests.TryGetValue(kind, out var known))
            {
                known = _requests.GetOrAdd(kind, _ => (Interlocked.Increment(ref _kinds), new LatencyHistogram()));
            }

            known.Latencies.Record(latency);
        }
    }

    /// <summary>Counts a request that failed; its latency is left out of the percentiles.</summary>
    public void Error(string kind, string reason)
    {
        if (_counting)
        {
            _errors.AddOrUpdate($"{kind}: {reason}", 1, static (_, count) => count + 1);
        }
    }

    /// <summary>Counts a flow.</summary>
    public void Flow(bool succeeded, TimeSpan latency)
    {
        if (!_counting)
        {
            return;
        }

        if (succeeded)
        {
            Interlocked.Increment(ref _flows);
            Flows.Record(latency);
        }
        else
        {
            Interlocked.Increment(ref _failedFlows);
        }
    }

    /// <summary>Counts how late a flow of the open loop started.</summary>
    public void Started(TimeSpan lag)
    {
        if (_counting)
        {
            StartLag.Record(lag);
        }
    }

    /// <summary>Counts how late a timer fired.</summary>
    public void TimerFired(TimeSpan lag)
    {
        if (_counting)
        {
            SchedulingLag.Record(lag);
        }
    }
}
