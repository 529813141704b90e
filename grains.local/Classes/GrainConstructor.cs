using System.Linq.Expressions;
using System.Reflection;
using Eudiplo.Grains.Local.Activations;
using Eudiplo.Grains.Local.Hosting;
using Eudiplo.Grains.Local.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Core;
using Orleans.Runtime;

namespace Eudiplo.Grains.Local.Classes;

/// <summary>Makes instances of a grain class: stored states, the activation and services go into its constructor.</summary>
internal sealed class GrainConstructor
{
    private readonly Func<object?[], object> _construct;
    private readonly Func<Activation, object?>[] _arguments;

    internal GrainConstructor(Type type, LocalGrainRuntime runtime)
    {
        var constructors = type.GetConstructors();
        var constructor = constructors.FirstOrDefault(one => one.IsDefined(typeof(ActivatorUtilitiesConstructorAttribute)))
            ?? (constructors.Length == 1 ? constructors[0] : throw new InvalidOperationException(
                $"The grain class {type} needs exactly one public constructor, or one marked [ActivatorUtilitiesConstructor]."));
        var parameters = constructor.GetParameters();
        var array = Expression.Parameter(typeof(object?[]));
        _construct = Expression.Lambda<Func<object?[], object>>(
            Expression.New(constructor, parameters.Select((parameter, index) =>
                Expression.Convert(Expression.ArrayIndex(array, Expression.Constant(index)), parameter.ParameterType))),
            array).Compile();
        _arguments = [.. parameters.Select(parameter => Source(parameter, runtime))];
    }

    /// <summary>Makes an instance, in the turn of <paramref name="activation"/>, and tells which states are to be read.</summary>
    internal object Make(Activation activation, out List<IStorage> states)
    {
        states = [];
        var arguments = new object?[_arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = _arguments[i](activation);
            if (arguments[i] is ILocalPersistentState state)
            {
                states.Add(state);
            }
        }

        return _construct(arguments);
    }

    private static Func<Activation, object?> Source(ParameterInfo parameter, LocalGrainRuntime runtime)
    {
        var type = parameter.ParameterType;
        if (parameter.GetCustomAttribute<PersistentStateAttribute>() is { } attribute)
        {
            if (!type.IsConstructedGenericType || type.GetGenericTypeDefinition() != typeof(IPersistentState<>))
            {
                throw new InvalidOperationException(
                    $"{parameter.Member.DeclaringType}: the parameter '{parameter.Name}' has [PersistentState] and must be an IPersistentState<T>.");
            }

            var source = (PersistentStateSource)Activator.CreateInstance(
                typeof(PersistentStateSource<>).MakeGenericType(type.GetGenericArguments()))!;
            source.Initialize(attribute.StateName is { Length: > 0 } name ? name : parameter.Name!, attribute.StorageName);
            return source.Make;
        }

        if (type == typeof(IGrainContext))
        {
            return static activation => activation;
        }

        if (type == typeof(IServiceProvider))
        {
            return static activation => activation.ActivationServices;
        }

        if (parameter.GetCustomAttribute<FromKeyedServicesAttribute>() is { } keyed)
        {
            return activation => activation.ActivationServices.GetRequiredKeyedService(type, keyed.Key);
        }

        if (runtime.IsSingleton(type))
        {
            object? singleton = null;
            return _ => singleton ??= runtime.Services.GetRequiredService(type);
        }

        return parameter.HasDefaultValue
            ? activation => activation.ActivationServices.GetService(type) ?? parameter.DefaultValue
            : activation => activation.ActivationServices.GetRequiredService(type);
    }
}
