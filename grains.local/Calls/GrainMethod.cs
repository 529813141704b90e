using System.Linq.Expressions;
using System.Reflection;
using Eudiplo.Grains.Local.Activations;

namespace Eudiplo.Grains.Local.Calls;

/// <summary>A method of a grain interface, compiled once so that a call reflects nothing.</summary>
internal abstract class GrainMethod(string name, Func<Task, object> wrap)
{
    internal string Name => name;

    /// <summary>Compiles a method.</summary>
    /// <exception cref="InvalidOperationException">It is nothing that a grain call can be.</exception>
    internal static GrainMethod Of(MethodInfo method)
    {
        var name = $"{method.DeclaringType!.Name}.{method.Name}";
        var type = method.ReturnType;
        var definition = type.IsConstructedGenericType ? type.GetGenericTypeDefinition() : type;
        if (method.IsGenericMethodDefinition
            || method.GetParameters().Any(parameter => parameter.ParameterType.IsByRef)
            || (definition != typeof(Task) && definition != typeof(Task<>) && definition != typeof(ValueTask) && definition != typeof(ValueTask<>)))
        {
            throw new InvalidOperationException(
                $"{name} cannot be called on the local grain runtime: a grain method returns Task, Task<T>, ValueTask or ValueTask<T>, "
                + "is not generic, and has no ref or out parameter.");
        }

        var target = Expression.Parameter(typeof(object));
        var arguments = Expression.Parameter(typeof(object?[]));
        Expression call = Expression.Call(
            Expression.Convert(target, method.DeclaringType),
            method,
            method.GetParameters().Select((parameter, index) =>
                Expression.Convert(Expression.ArrayIndex(arguments, Expression.Constant(index)), parameter.ParameterType)));
        if (type.IsValueType)
        {
            call = Expression.Call(call, nameof(ValueTask.AsTask), null);
        }

        var body = Expression.Lambda<Func<object, object?[], Task>>(Expression.Convert(call, typeof(Task)), target, arguments).Compile();
        var result = type.IsConstructedGenericType ? type.GetGenericArguments()[0] : typeof(NoResult);
        return (GrainMethod)Activator.CreateInstance(
            typeof(GrainMethod<>).MakeGenericType(result),
            BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public,
            null,
            [name, body, type.IsValueType],
            null)!;
    }

    /// <summary>Runs the method on a grain. Never throws: an exception comes in the task.</summary>
    internal abstract Task Invoke(object grain, object?[] arguments);

    /// <summary>Makes a call that can wait.</summary>
    internal abstract GrainCall NewCall(Activation owner, object?[] arguments);

    /// <summary>Makes an answer without a call.</summary>
    internal abstract Task Refuse(Exception exception);

    /// <summary>Turns a task into what the method's signature returns.</summary>
    internal object Wrap(Task task) => wrap(task);

    /// <summary>The result of a method that has none.</summary>
    internal readonly struct NoResult;
}

/// <inheritdoc/>
/// <typeparam name="TResult">The type within the task.</typeparam>
internal sealed class GrainMethod<TResult>(string name, Func<object, object?[], Task> body, bool isValueTask)
    : GrainMethod(name, isValueTask ? WrapValueTask : static task => task)
{
    internal override Task Invoke(object grain, object?[] arguments)
    {
        try
        {
            return body(grain, arguments) ?? Refuse(new InvalidOperationException($"{Name} returned null instead of a task."));
        }
        catch (Exception exception)
        {
            return Refuse(exception);
        }
    }

    internal override GrainCall NewCall(Activation owner, object?[] arguments) => new GrainCall<TResult>(owner, this, arguments);

    internal override Task Refuse(Exception exception) => Task.FromException<TResult>(exception);

    private static object WrapValueTask(Task task) =>
        typeof(TResult) == typeof(NoResult) ? new ValueTask(task) : new ValueTask<TResult>((Task<TResult>)task);
}
