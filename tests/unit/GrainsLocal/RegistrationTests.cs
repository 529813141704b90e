using System.Diagnostics.Metrics;
using Eudiplo.Grains.Local.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Runtime;

namespace Eudiplo.Unit.Tests.GrainsLocal;

public sealed class RegistrationTests
{
    [Fact]
    public async Task Grain_classes_of_an_assembly_are_found()
    {
        await using var host = new LocalGrainHost(add: grains => grains.AddGrainsFrom(typeof(RegistrationTests).Assembly));

        await host.Grains.GetGrain<IEverlastingGrain>("one").Touch();

        Assert.Equal(1, host.Runtime.ActivationCount);
    }

    [Fact]
    public async Task An_interface_without_a_class_is_refused()
    {
        await using var host = new LocalGrainHost();

        var exception = Assert.Throws<ArgumentException>(() => host.Grains.GetGrain<IEverlastingGrain>("one"));
        Assert.Contains(nameof(IEverlastingGrain), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interface_with_two_classes_is_refused_but_their_own_interfaces_are_not()
    {
        await using var host = new LocalGrainHost(add: grains => grains.AddGrain<LeftGrain>().AddGrain<RightGrain>());

        var exception = Assert.Throws<ArgumentException>(() => host.Grains.GetGrain<INamedGrain>("one"));
        Assert.Contains(nameof(RightGrain), exception.Message, StringComparison.Ordinal);
        Assert.Equal("left", await host.Grains.GetGrain<ILeftGrain>("one").Name());
        Assert.Equal("right", await host.Grains.GetGrain<IRightGrain>("one").Name());
        Assert.Equal(2, host.Runtime.ActivationCount);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(null)]
    public async Task A_blank_key_is_refused(string? key)
    {
        await using var host = new LocalGrainHost();

        Assert.ThrowsAny<ArgumentException>(() => host.Grains.GetGrain<IScriptGrain>(key!));
    }

    [Fact]
    public void A_method_that_cannot_be_a_call_is_refused_at_start()
    {
        var exception = Assert.Throws<InvalidOperationException>(
            () => new LocalGrainHost(add: grains => grains.AddGrain<SynchronousGrain<int>>()));

        Assert.Contains("ISynchronousGrain.Answer", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_storage_that_is_not_registered_is_named_in_the_exception()
    {
        await using var host = new LocalGrainHost(add: grains => grains.AddGrain<HomelessGrain>());

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => host.Grains.GetGrain<IHomelessGrain>("one").Touch());

        Assert.Contains("'nowhere'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_grain_without_the_base_class_gets_context_scoped_and_keyed_services()
    {
        await using var host = new LocalGrainHost(add: grains =>
        {
            grains.AddGrain<PlainGrain>();
            grains.Services.AddScoped<PlainGrain.Scoped>().AddKeyedSingleton("colour", "green");
        });
        var grain = host.Grains.GetGrain<IPlainGrain>("one");

        Assert.Equal("plain/one green", await grain.Describe());
        Assert.Equal(["activated"], await grain.Events());
        var scoped = await grain.Service();
        Assert.False(((PlainGrain.Scoped)scoped).IsDisposed);

        await (await grain.End()).Soon();

        Assert.True(((PlainGrain.Scoped)scoped).IsDisposed);
        Assert.Equal(["activated", "deactivated", "disposed"], ((PlainGrain.Scoped)scoped).Events);
    }

    [Fact]
    public async Task Options_that_cannot_work_are_refused_with_their_name_and_a_remedy()
    {
        await Task.CompletedTask;
        var exception = Assert.Throws<OptionsValidationException>(
            () => new LocalGrainHost(options => options.ResponseTimeout = TimeSpan.Zero));

        Assert.Contains("LocalGrainOptions.ResponseTimeout is 00:00:00. Set it to", exception.Message, StringComparison.Ordinal);
        Assert.Throws<OptionsValidationException>(() => new LocalGrainHost(options => options.CollectionAge = -TimeSpan.FromSeconds(5)));
        Assert.Throws<OptionsValidationException>(() => new LocalGrainHost(options => options.ClassSpecificCollectionAge["x"] = TimeSpan.Zero));
        Assert.Throws<OptionsValidationException>(() => new LocalGrainHost(options => options.DeactivationTimeout = TimeSpan.MaxValue));
    }

    [Fact]
    public void Registering_twice_configures_one_runtime()
    {
        var services = new ServiceCollection();
        var first = services.AddLocalGrains(options => options.CollectionAge = TimeSpan.FromMinutes(1));
        var second = services.AddLocalGrains(options => options.ActivationPerCall = true);
        using var provider = services.BuildServiceProvider();

        Assert.Same(first, second);
        Assert.Single(provider.GetServices<IGrainFactory>());
        var options = provider.GetRequiredService<IOptions<LocalGrainOptions>>().Value;
        Assert.Equal((TimeSpan.FromMinutes(1), true), (options.CollectionAge, options.ActivationPerCall));
    }

    [Fact]
    public async Task Metrics_tell_activations_and_timeouts_by_grain_type()
    {
        await using var host = new LocalGrainHost();
        var factory = host.Services.GetRequiredService<IMeterFactory>();
        var seen = new Dictionary<string, long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == LocalGrainRuntime.MeterName && instrument.Meter.Scope == factory)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();

        await host.Script("one").Nothing();
        var (held, gate) = host.Script("two").Hold();
        host.Clock.Advance(TimeSpan.FromSeconds(30));
        await Assert.ThrowsAsync<TimeoutException>(() => held);
        listener.RecordObservableInstruments();
        gate.SetResult();

        Assert.Equal(2, seen["eudiplo.grains.activated script"]);
        Assert.Equal(2, seen["eudiplo.grains.activations script"]);
        Assert.Equal(1, seen["eudiplo.grains.call.timeouts script"]);

        void Add(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            lock (seen)
            {
                var name = $"{instrument.Name} {tags[0].Value}";
                seen[name] = seen.GetValueOrDefault(name) + value;
            }
        }
    }
}

public interface INamedGrain : IGrainWithStringKey
{
    Task<string> Name();
}

public interface ILeftGrain : INamedGrain;

public interface IRightGrain : INamedGrain;

public sealed class LeftGrain : Grain, ILeftGrain
{
    public Task<string> Name() => Task.FromResult("left");
}

public sealed class RightGrain : Grain, IRightGrain
{
    public Task<string> Name() => Task.FromResult("right");
}

public interface ISynchronousGrain : IGrainWithStringKey
{
    int Answer();
}

/// <summary>Generic, so that it is not found with the other classes of this assembly.</summary>
public sealed class SynchronousGrain<T> : Grain, ISynchronousGrain
{
    public int Answer() => 42;
}

public interface IHomelessGrain : IGrainWithStringKey
{
    Task Touch();
}

public sealed class HomelessGrain([PersistentState("state", "nowhere")] IPersistentState<ScriptState> state) : Grain, IHomelessGrain
{
    public Task Touch() => state.WriteStateAsync();
}

public interface IPlainGrain : IGrainWithStringKey
{
    Task<string> Describe();

    ValueTask<IReadOnlyList<string>> Events();

    Task<object> Service();

    Task<Task> End();
}

/// <summary>A grain that only implements <see cref="IGrainBase"/>.</summary>
public sealed class PlainGrain(
    IGrainContext context, PlainGrain.Scoped scoped, [FromKeyedServices("colour")] string colour, ILogger<PlainGrain> logger, int answer = 42)
    : IGrainBase, IPlainGrain, IAsyncDisposable
{
    public IGrainContext GrainContext => context;

    public Task OnActivateAsync(CancellationToken token)
    {
        logger.LogDebug("{Answer}", answer);
        scoped.Events.Add("activated");
        return Task.CompletedTask;
    }

    public Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token)
    {
        scoped.Events.Add("deactivated");
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        scoped.Events.Add("disposed");
        return ValueTask.CompletedTask;
    }

    public Task<string> Describe() => Task.FromResult($"{context.GrainId} {colour}");

    public async ValueTask<IReadOnlyList<string>> Events()
    {
        await Task.Yield();
        return [.. scoped.Events];
    }

    public Task<object> Service() => Task.FromResult<object>(scoped);

    public Task<Task> End()
    {
        this.DeactivateOnIdle();
        return Task.FromResult(context.Deactivated);
    }

    public sealed class Scoped : IDisposable
    {
        public List<string> Events { get; } = [];

        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
