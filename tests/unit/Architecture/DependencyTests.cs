using System.Xml.Linq;

namespace Eudiplo.Unit.Tests.Architecture;

/// <summary>The arrows of the architecture run downwards only.</summary>
public sealed class DependencyTests
{
    public static TheoryData<string, string[]> Allowed => new()
    {
        { "protocol", [] },
        { "grains.local", [] },
        { "grains.abstractions", ["grains.local"] },
        { "grains", ["grains.abstractions", "protocol"] },
        { "storage", ["grains.abstractions"] },
        { "silo", ["grains", "grains.abstractions", "storage", "protocol", "grains.local"] },
        { "gateway", ["grains.abstractions", "protocol", "silo"] },
    };

    [Theory]
    [MemberData(nameof(Allowed))]
    public void A_project_refers_only_to_those_below_it(string folder, string[] below)
    {
        var project = XDocument.Load(Directory.EnumerateFiles(System.IO.Path.Combine(RepositoryRoot.Path, folder), "*.csproj").Single());

        var referred = project.Descendants("ProjectReference").Select(r => r.Attribute("Include")!.Value.Split('/')[1]);

        Assert.Empty(referred.Except(below));
    }

    [Fact]
    public void Conditional_compilation_stands_in_no_source_file()
    {
        // The runtime is chosen by which of two hosting files the silo's project compiles, so not even those need a condition.
        var conditional = SourceFiles().Where(f => File.ReadLines(f).Any(l => l.TrimStart().StartsWith("#if", StringComparison.Ordinal)));

        Assert.Empty(conditional);
    }

    [Fact]
    public void Only_the_silos_hosting_knows_which_grain_runtime_is_below_it()
    {
        var knowing = SourceFiles()
            .Where(f => !f.Contains($"{System.IO.Path.DirectorySeparatorChar}grains.local{System.IO.Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(f => File.ReadLines(f).Any(l => l.Contains("Eudiplo.Grains.Local", StringComparison.Ordinal)))
            .Select(System.IO.Path.GetFileName);

        Assert.Equal(["GrainHosting.Local.cs"], knowing);
    }

    [Fact]
    public void Everything_that_crosses_a_grain_call_or_is_stored_has_a_stable_name_and_stable_member_ids()
    {
        var types = new[] { typeof(Grains.Abstractions.GrainKey).Assembly, typeof(Grains.Sessions.AuthSessionState).Assembly }
            .SelectMany(a => a.GetTypes())
            .Where(t => t.GetCustomAttributes(typeof(Orleans.GenerateSerializerAttribute), false).Length > 0)
            .ToList();
        Assert.NotEmpty(types);
        foreach (var type in types)
        {
            Assert.True(type.GetCustomAttributes(typeof(Orleans.AliasAttribute), false).Length == 1, $"{type} has no alias.");
            if (type.IsEnum)
            {
                continue;
            }

            var stored = type.GetProperties(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.DeclaredOnly)
                .Where(p => p.SetMethod is not null && p.Name != "EqualityContract")
                .ToList();
            var ids = stored.Select(p => (p.Name, Id: p.GetCustomAttributes(typeof(Orleans.IdAttribute), false).Cast<Orleans.IdAttribute>().SingleOrDefault()?.Id)).ToList();
            Assert.True(ids.All(i => i.Id is not null), $"{type}: {string.Join(", ", ids.Where(i => i.Id is null).Select(i => i.Name))} without id.");
            Assert.True(ids.Select(i => i.Id).Distinct().Count() == ids.Count, $"{type} uses an id twice.");
        }
    }

    private static IEnumerable<string> SourceFiles() =>
        new[] { "protocol", "grains.local", "grains.abstractions", "grains", "storage", "silo", "gateway" }
            .SelectMany(f => Directory.EnumerateFiles(System.IO.Path.Combine(RepositoryRoot.Path, f), "*.cs", SearchOption.AllDirectories))
            .Where(f => !f.Split(System.IO.Path.DirectorySeparatorChar).Any(p => p is "bin" or "obj"));
}
