using System.Linq.Expressions;

namespace Eudiplo.Storage.Rows;

/// <summary>What a state is when none is stored: a new instance where its type allows that, as in Orleans.</summary>
internal static class NewState<T>
{
    public static Func<T> Make { get; } = typeof(T).IsValueType || typeof(T).GetConstructor(Type.EmptyTypes) is not null
        ? Expression.Lambda<Func<T>>(Expression.New(typeof(T))).Compile()
        : static () => default!;
}
