using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Eudiplo.Unit.Tests.Docs;

/// <summary>Reads pages of the documentation.</summary>
internal static partial class DocPage
{
    public static string Read(string name) => File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", name));

    /// <summary>The JSON examples of a page that are whole documents or members.</summary>
    public static IReadOnlyList<JsonNode> Examples(string page) =>
        [.. Fence().Matches(page).Select(match => match.Groups[1].Value.Trim()).Select(text => JsonNode.Parse(text[0] == '"' ? $"{{{text}}}" : text)!)];

    /// <summary>The names of a type's members in JSON.</summary>
    public static IEnumerable<string> Members(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.SetMethod is not null)
        .Select(property => property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name));

    /// <summary>The names of an options class in the configuration.</summary>
    public static IEnumerable<string> Options(string section, Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => $"{section}:{property.Name}");

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fence();
}
