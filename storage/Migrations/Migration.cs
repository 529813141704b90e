using System.Globalization;
using System.Reflection;

namespace Eudiplo.Storage.Migrations;

/// <summary>One step of a schema: an SQL file that is part of the assembly, <c>0001_name.sql</c> and so on.</summary>
/// <param name="Version">Its number: 1 for the first.</param>
/// <param name="Name">Its name.</param>
/// <param name="Sql">Its statements. When the release before can work with the schema that they make, the first line is
/// <c>-- works_from: </c> and the number of a schema that it knows.</param>
internal sealed record Migration(int Version, string Name, string Sql)
{
    private const string WorksFromMark = "-- works_from: ";

    /// <summary>The schema that a release must know at least to work beside this one.</summary>
    public int WorksFrom => Sql.StartsWith(WorksFromMark, StringComparison.Ordinal)
        ? int.Parse(Sql.AsSpan(WorksFromMark.Length, Sql.IndexOf('\n', StringComparison.Ordinal) - WorksFromMark.Length), CultureInfo.InvariantCulture)
        : Version;

    /// <summary>The steps of one provider, first to last.</summary>
    /// <param name="provider">The folder that they are in.</param>
    public static IReadOnlyList<Migration> For(string provider)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var prefix = $"Eudiplo.Storage.{provider}.Migrations.";
        var steps = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => Load(assembly, name, prefix))
            .ToArray();
        return steps.Select(step => step.Version).SequenceEqual(Enumerable.Range(1, steps.Length))
            ? steps
            : throw new InvalidOperationException($"The migrations of {provider} are not numbered 1 to {steps.Length}.");
    }

    private static Migration Load(Assembly assembly, string resource, string prefix)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        var file = resource[prefix.Length..^".sql".Length];
        var mark = file.IndexOf('_', StringComparison.Ordinal);
        return new Migration(int.Parse(file[..mark], CultureInfo.InvariantCulture), file[(mark + 1)..], reader.ReadToEnd());
    }
}
