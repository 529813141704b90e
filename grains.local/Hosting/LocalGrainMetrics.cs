using System.Diagnostics.Metrics;
using Eudiplo.Grains.Local.Classes;
using Orleans.Runtime;

namespace Eudiplo.Grains.Local.Hosting;

/// <summary>The runtime's metrics, by grain type: live activations, activations made, calls that were not answered in time.</summary>
internal sealed class LocalGrainMetrics
{
    private readonly Meter _meter;
    private readonly Counter<long> _activated;
    private readonly Counter<long> _timeouts;

    public LocalGrainMetrics(IMeterFactory factory)
    {
        _meter = factory.Create(LocalGrainRuntime.MeterName);
        _activated = _meter.CreateCounter<long>("eudiplo.grains.activated", "{activation}", "Activations made.");
        _timeouts = _meter.CreateCounter<long>("eudiplo.grains.call.timeouts", "{call}", "Calls not answered within the response timeout.");
    }

    internal void Observe(IReadOnlyCollection<GrainClass> classes) => _meter.CreateObservableUpDownCounter(
        "eudiplo.grains.activations",
        () => classes.Select(grainClass => new Measurement<int>(grainClass.Count, Tag(grainClass.GrainType))),
        "{activation}",
        "Live activations.");

    internal void Activated(GrainType type)
    {
        if (_activated.Enabled)
        {
            _activated.Add(1, Tag(type));
        }
    }

    internal void CallTimedOut(GrainType type) => _timeouts.Add(1, Tag(type));

    private static KeyValuePair<string, object?> Tag(GrainType type) => new("grain.type", type.ToString());
}
