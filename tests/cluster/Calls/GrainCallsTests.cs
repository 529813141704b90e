using Eudiplo.Gateway.Wire;
using Eudiplo.Grains.Abstractions.Storage;
using Orleans.Runtime;
using Orleans.Storage;

namespace Eudiplo.Cluster.Tests.Calls;

/// <summary>Which failed calls a gateway makes again by itself.</summary>
public sealed class GrainCallsTests
{
    private readonly LeapingTime _time = new();
    private int _tries;

    public static TheoryData<Exception> Outages =>
        [new SiloUnavailableException("dead"), new OrleansException("rejected"), new TimeoutException(), new IOException()];

    public static TheoryData<Exception> OfTheStore =>
    [
        new StorageUnavailableException("away"),
        new StorageOutcomeUnknownException("cut"),
        new StorageCorruptException("damaged"),
        new InvalidOperationException("a fault of ours"),
    ];

    [Theory, MemberData(nameof(Outages))]
    public async Task A_repeatable_call_is_made_again_when_its_silo_is_lost(Exception outage)
    {
        Assert.Equal(4, await GrainCalls.RepeatAsync(() => FailUntil(4, outage), CancellationToken.None, _time));
        Assert.InRange(_time.Waited, TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(1));
    }

    [Theory, MemberData(nameof(Outages))]
    public async Task A_call_that_must_not_have_its_effect_twice_is_not_made_again_when_its_silo_is_lost(Exception outage)
    {
        await Assert.ThrowsAsync(outage.GetType(), () => GrainCalls.RetryLostRaceAsync(() => FailUntil(2, outage)));
        Assert.Equal(1, _tries);
    }

    [Theory, MemberData(nameof(OfTheStore))]
    public async Task A_failure_that_was_met_inside_of_the_grain_is_told_at_once(Exception failure)
    {
        await Assert.ThrowsAsync(failure.GetType(), () => GrainCalls.RepeatAsync(() => FailUntil(2, failure), CancellationToken.None, _time));
        Assert.Equal(1, _tries);
    }

    [Fact]
    public async Task Any_call_is_made_again_after_a_lost_race()
    {
        Assert.Equal(3, await GrainCalls.RetryLostRaceAsync(() => FailUntil(3, new InconsistentStateException("lost"))));
        _tries = 0;
        Assert.Equal(3, await GrainCalls.RepeatAsync(() => FailUntil(3, new InconsistentStateException("lost")), CancellationToken.None, _time));
        Assert.Equal(TimeSpan.Zero, _time.Waited);
    }

    [Fact]
    public async Task Lost_races_come_to_an_end()
    {
        await Assert.ThrowsAsync<InconsistentStateException>(
            () => GrainCalls.RetryLostRaceAsync(() => FailUntil(int.MaxValue, new InconsistentStateException("lost"))));
        Assert.Equal(8, _tries);
    }

    [Fact]
    public async Task An_outage_that_lasts_is_told_after_fifteen_seconds()
    {
        await Assert.ThrowsAsync<SiloUnavailableException>(
            () => GrainCalls.RepeatAsync(() => FailUntil(int.MaxValue, new SiloUnavailableException("dead")), CancellationToken.None, _time));
        Assert.InRange(_time.Waited, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(17));
    }

    [Fact]
    public async Task A_call_that_took_its_whole_time_is_made_again_once()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => GrainCalls.RepeatAsync(
            () =>
            {
                _time.Pass(TimeSpan.FromSeconds(10));
                return FailUntil(int.MaxValue, new TimeoutException());
            },
            CancellationToken.None,
            _time));
        Assert.Equal(2, _tries);
    }

    [Fact]
    public async Task Nothing_is_repeated_for_a_client_that_has_gone()
    {
        using var gone = new CancellationTokenSource();
        await Assert.ThrowsAsync<SiloUnavailableException>(() => GrainCalls.RepeatAsync(
            () =>
            {
                gone.Cancel();
                return FailUntil(int.MaxValue, new SiloUnavailableException("dead"));
            },
            gone.Token,
            _time));
        Assert.Equal(1, _tries);
    }

    private Task<int> FailUntil(int success, Exception failure) =>
        ++_tries < success ? Task.FromException<int>(failure) : Task.FromResult(_tries);
}
