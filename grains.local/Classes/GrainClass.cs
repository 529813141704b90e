using System.Collections.Concurrent;
using System.Reflection;
using Eudiplo.Grains.Local.Activations;
using Eudiplo.Grains.Local.Calls;
using Eudiplo.Grains.Local.Hosting;
using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Eudiplo.Grains.Local.Classes;

/// <summary>A grain class and the directory of its activations.</summary>
internal sealed class GrainClass
{
    private const string Suffix = "grain";

    private readonly ConcurrentDictionary<string, Activation> _activations = new(StringComparer.Ordinal);
    private int _count;

    internal GrainClass(Type type, LocalGrainRuntime runtime, LocalGrainOptions options)
    {
        Type = type;
        Runtime = runtime;
        GrainType = GrainType.Create(NameOf(type));
        Constructor = new GrainConstructor(type, runtime);
        CollectionAge = AgeOf(type, options) is var age && age == Timeout.InfiniteTimeSpan ? null : age.Ticks;
        HasDeactivation = !type.IsSubclassOf(typeof(Grain))
            || type.GetMethod(nameof(Grain.OnDeactivateAsync), [typeof(DeactivationReason), typeof(CancellationToken)])!.DeclaringType != typeof(Grain);
    }

    internal Type Type { get; }

    internal LocalGrainRuntime Runtime { get; }

    internal GrainType GrainType { get; }

    internal GrainConstructor Constructor { get; }

    /// <summary>Ticks of 100 ns without a call after which an activation is collected; null for never.</summary>
    internal long? CollectionAge { get; }

    /// <summary>Whether there is code to run when an activation ends.</summary>
    internal bool HasDeactivation { get; }

    internal int Count => Volatile.Read(ref _count);

    internal IEnumerable<Activation> Activations => _activations.Select(pair => pair.Value);

    /// <summary>Calls a grain: finds or makes its activation.</summary>
    internal Task Call(string key, GrainMethod method, object?[] arguments)
    {
        // While the runtime stops, grains may still call grains: the calls that are being drained need them.
        if (Runtime.IsStopping && Activation.Current is null)
        {
            return method.Refuse(new SiloUnavailableException());
        }

        while (true)
        {
            if (!_activations.TryGetValue(key, out var activation))
            {
                activation = new Activation(this, key);
                if (!_activations.TryAdd(key, activation))
                {
                    continue;
                }

                Interlocked.Increment(ref _count);
            }

            if (activation.TryCall(method, arguments) is { } answer)
            {
                return answer;
            }

            // It has just gone, and whoever is gone is no longer in the directory: the next look finds another one.
        }
    }

    /// <summary>Takes an activation out of the directory.</summary>
    internal void Remove(Activation activation)
    {
        _activations.TryRemove(KeyValuePair.Create(activation.Key, activation));
        Runtime.DueTimes.Remove(activation);
        Interlocked.Decrement(ref _count);
        Runtime.Removed();
    }

    /// <summary>Orleans' convention: the attribute, else the class's name in lower case without "grain".</summary>
    private static string NameOf(Type type)
    {
        if (type.GetCustomAttribute<GrainTypeAttribute>() is { } attribute)
        {
            return attribute.GrainType;
        }

        var name = type.Name.ToLowerInvariant();
        return name.Length > Suffix.Length && name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length] : name;
    }

    private static TimeSpan AgeOf(Type type, LocalGrainOptions options) =>
        options.ClassSpecificCollectionAge.TryGetValue(type.FullName!, out var age) ? age
        : type.GetCustomAttribute<CollectionAgeLimitAttribute>() is not { } attribute ? options.CollectionAge
        : attribute.AlwaysActive ? Timeout.InfiniteTimeSpan
        : attribute.AgeLimit;
}
