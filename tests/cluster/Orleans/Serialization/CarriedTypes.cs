using System.Reflection;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Sessions;

namespace Eudiplo.Cluster.Tests.Orleans.Serialization;

/// <summary>Everything that crosses a call or is stored: the types with a generated serializer, and a sample of each with every member set.</summary>
internal static class CarriedTypes
{
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1));

    /// <summary>The types of the product that have a generated serializer, apart from exceptions.</summary>
    public static IReadOnlyList<Type> All { get; } =
    [
        .. new[] { typeof(IAuthSessionGrain).Assembly, typeof(AuthSessionState).Assembly }
            .SelectMany(a => a.GetTypes())
            .Where(t => t.GetCustomAttribute<GenerateSerializerAttribute>(inherit: false) is not null
                && !t.ContainsGenericParameters
                && !typeof(Exception).IsAssignableFrom(t))
            .OrderBy(t => t.FullName, StringComparer.Ordinal),
    ];

    /// <summary>The members that are carried.</summary>
    public static IEnumerable<PropertyInfo> MembersOf(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(p => p.GetCustomAttribute<IdAttribute>() is not null);

    /// <summary>A value of a type with every member set to something that is not its default.</summary>
    public static object Sample(Type type)
    {
        var nullable = Nullable.GetUnderlyingType(type);
        return nullable is not null ? Sample(nullable)
            : type == typeof(string) ? "{\"text\":\"ä\"}"
            : type == typeof(bool) ? true
            : type == typeof(int) ? 42
            : type == typeof(long) ? 4_200_000_000_000L
            : type == typeof(Guid) ? new Guid("01234567-89ab-cdef-0123-456789abcdef")
            : type == typeof(DateTimeOffset) ? Time
            : type == typeof(TimeSpan) ? TimeSpan.FromSeconds(90)
            : type == typeof(Uri) ? new Uri("https://issuer.example/demo")
            : type.IsEnum ? Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1)!
            : type.IsArray ? ArrayOf(type.GetElementType()!)
            : type.IsGenericType ? Collection(type)
            : Instance(type);
    }

    private static Array ArrayOf(Type element)
    {
        var array = Array.CreateInstance(element, 2);
        array.SetValue(element == typeof(byte) ? (byte)1 : Sample(element), 0);
        array.SetValue(element == typeof(byte) ? (byte)255 : Sample(element), 1);
        return array;
    }

    private static object Collection(Type type)
    {
        var arguments = type.GetGenericArguments();
        if (arguments.Length == 2)
        {
            var dictionary = (System.Collections.IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(arguments))!;
            dictionary.Add(Sample(arguments[0]), Sample(arguments[1]));
            return dictionary;
        }

        return ArrayOf(arguments[0]);
    }

    // A record with a primary constructor has no other; its members are settable as well.
    private static object Instance(Type type)
    {
        var constructor = type.GetConstructors().OrderBy(c => c.GetParameters().Length).First();
        var instance = constructor.Invoke([.. constructor.GetParameters().Select(p => Sample(p.ParameterType))]);
        foreach (var member in MembersOf(type).Where(m => m.CanWrite))
        {
            member.SetValue(instance, Sample(member.PropertyType));
        }

        return instance;
    }
}
