using System.Reflection;
using System.Text;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Sessions;
using Orleans;

namespace Eudiplo.Unit.Tests.Golden;

/// <summary>
/// What silos and gateways of two versions say to each other during an upgrade: the names and numbers of everything that is carried are
/// listed in <c>carried-types.txt</c>. Lines are added to it and never changed or removed.
/// </summary>
public sealed class CarriedTypesTests
{
    /// <summary>Set to 1, the tests add the missing lines to the list, for the developer to look at and commit.</summary>
    private const string WriteSwitch = "EUDIPLO_WRITE_CARRIED_TYPES";

    private static readonly string List = Path.Combine(RepositoryRoot.Path, "tests", "unit", "Golden", "carried-types.txt");

    private static readonly Type[] Types =
    [
        .. new[] { typeof(IAuthSessionGrain).Assembly, typeof(AuthSessionState).Assembly }
            .SelectMany(a => a.GetTypes())
            .OrderBy(t => t.FullName, StringComparer.Ordinal),
    ];

    [Fact]
    public void What_was_ever_carried_still_has_its_name_its_number_and_its_type() =>
        Assert.Empty(File.ReadAllLines(List).Except(Lines()));

    [Fact]
    public void What_is_new_is_listed()
    {
        var added = Lines().Except(File.ReadAllLines(List)).ToArray();
        if (Environment.GetEnvironmentVariable(WriteSwitch) == "1")
        {
            File.WriteAllLines(List, File.ReadAllLines(List).Concat(added).Order(StringComparer.Ordinal));
        }

        Assert.True(added.Length == 0, $"Add these lines to {List}, or run with {WriteSwitch}=1:\n{string.Join('\n', added)}");
    }

    [Fact]
    public void No_two_types_have_one_name_and_no_two_members_one_number()
    {
        Assert.Equal(Types.Select(NameOf).OfType<string>().Distinct(), Types.Select(NameOf).OfType<string>());
        Assert.All(Carried(), type =>
        {
            Assert.NotNull(NameOf(type));
            Assert.Equal(Members(type).Select(m => m.Id).Distinct(), Members(type).Select(m => m.Id));
        });
    }

    private static IEnumerable<string> Lines() =>
        Carried().SelectMany(type => type.IsEnum
                ? Enum.GetNames(type).Select(name => $"{NameOf(type)} {Convert.ToInt64(Enum.Parse(type, name), null)} {name}")
                : Members(type).Select(m => $"{NameOf(type)} {m.Id} {m.Property.Name} {Describe(m.Property.PropertyType)}").DefaultIfEmpty($"{NameOf(type)}"))
            .Concat(Types.Where(t => t.IsInterface && typeof(IGrainWithStringKey).IsAssignableFrom(t)).SelectMany(Calls));

    private static IEnumerable<Type> Carried() => Types.Where(t => t.GetCustomAttribute<GenerateSerializerAttribute>(inherit: false) is not null);

    private static IEnumerable<(uint Id, PropertyInfo Property)> Members(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(p => p.GetCustomAttribute<IdAttribute>() is not null)
        .Select(p => (p.GetCustomAttribute<IdAttribute>()!.Id, p))
        .OrderBy(m => m.Id);

    private static IEnumerable<string> Calls(Type grain) => grain.GetMethods()
        .Select(m => $"{NameOf(grain)}.{m.GetCustomAttribute<AliasAttribute>()!.Alias}({string.Join(", ", m.GetParameters().Select(p => Describe(p.ParameterType)))}) {Describe(m.ReturnType)}");

    private static string? NameOf(Type type) => type.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias;

    /// <summary>A type as a message names it: by its alias where it has one.</summary>
    private static string Describe(Type type)
    {
        if (!type.IsGenericType)
        {
            return NameOf(type) ?? (type.IsArray ? $"{Describe(type.GetElementType()!)}[]" : type.Name);
        }

        var name = new StringBuilder(NameOf(type) ?? type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]);
        return name.Append('<').AppendJoin(", ", type.GetGenericArguments().Select(Describe)).Append('>').ToString();
    }
}
