using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Eudiplo.Deploy.Tests.Telemetry;

/// <summary>The tags of the metrics of sessions stay few, whatever comes.</summary>
public sealed class SessionMetricsTests
{
    [Theory]
    [InlineData("NonceMismatch")]
    [InlineData("NonceMismatch in pid")]
    [InlineData("NonceMismatch (some detail) in pid")]
    public void A_failed_check_is_counted_by_the_first_word_of_its_reason(string reason)
    {
        var seen = Record(metrics => metrics.Answered("tenant", "openid4vp_presentation", "refused", reason));
        Assert.Equal("NonceMismatch", Assert.Single(seen, m => m.Name == "eudiplo.verification.failures").Tags["reason"]);
        Assert.DoesNotContain("reason", Assert.Single(seen, m => m.Name == "eudiplo.steps").Tags.Keys);
    }

    [Fact]
    public void A_refusal_counts_for_its_tenant_only_once_the_tenant_has_shown_to_exist()
    {
        var seen = Record(metrics =>
        {
            metrics.Refused("tenant", "invalid_request");
            metrics.Reached("tenant", SessionStatus.Pending);
            metrics.Refused("tenant", "invalid_request");
            metrics.Refused("another", "invalid_request");
        });

        Assert.Equal(["-", "tenant", "-"], seen.Where(m => m.Name == "eudiplo.sessions.refusals").Select(m => m.Tags["tenant"]));
    }

    private static List<(string Name, Dictionary<string, object?> Tags)> Record(Action<SessionMetrics> act)
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var factory = services.GetRequiredService<IMeterFactory>();
        var seen = new ConcurrentQueue<(string, Dictionary<string, object?>)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            // Other tests have meters of the same name.
            if (ReferenceEquals(instrument.Meter.Scope, factory))
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => seen.Enqueue((instrument.Name, new(tags.ToArray()))));
        listener.Start();
        act(new SessionMetrics(factory));
        return [.. seen];
    }
}
