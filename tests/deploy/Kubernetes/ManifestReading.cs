using System.Globalization;
using System.Text.Json.Nodes;

namespace Eudiplo.Deploy.Tests.Kubernetes;

/// <summary>Short ways into manifests. What is missing on the way of a path is null.</summary>
internal static class ManifestReading
{
    /// <summary>The node at a path. Within an array a number counts, and another word is the <c>name</c> of an item.</summary>
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            node = node switch
            {
                JsonObject members => members[name],
                JsonArray items when int.TryParse(name, out var index) => index < items.Count ? items[index] : null,
                JsonArray items => FirstNamed(items, name),
                _ => null,
            };
        }

        return node;
    }

    /// <summary>The text at a path.</summary>
    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) is JsonValue value ? value.ToString() : null;

    /// <summary>Whether the value at a path is <c>true</c>.</summary>
    public static bool IsTrue(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue<bool>(out var isTrue) && isTrue;

    /// <summary>Whether the value at a path is <c>false</c>, and not just missing.</summary>
    public static bool IsFalse(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue<bool>(out var isTrue) && !isTrue;

    /// <summary>The number at a path.</summary>
    public static long? Number(this JsonNode? node, params ReadOnlySpan<string> path) =>
        long.TryParse(node.Text(path), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The items of the array at a path; none when it is missing.</summary>
    public static IEnumerable<JsonNode> Items(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonArray items ? items.Select(item => item!) : [];

    /// <summary>The members of the object at a path as texts; none when it is missing.</summary>
    public static IReadOnlyDictionary<string, string> Pairs(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonObject members
            ? members.ToDictionary(m => m.Key, m => m.Value?.ToString() ?? "", StringComparer.Ordinal)
            : new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary><c>metadata.name</c>.</summary>
    public static string Name(this JsonNode node) => node.Text("metadata", "name") ?? "";

    /// <summary>Kind and name, for people.</summary>
    public static string Title(this JsonNode node) => $"{node.Text("kind")} {node.Name()}";

    /// <summary>The pod template of a workload.</summary>
    public static JsonNode? Pod(this JsonNode workload) => workload.At("spec", "template");

    /// <summary>The containers of a workload, those that initialize included.</summary>
    public static IEnumerable<JsonNode> Containers(this JsonNode workload) =>
        workload.Items("spec", "template", "spec", "containers").Concat(workload.Items("spec", "template", "spec", "initContainers"));

    /// <summary>The labels that the pods of a workload have.</summary>
    public static IReadOnlyDictionary<string, string> PodLabels(this JsonNode workload) => workload.Pairs("spec", "template", "metadata", "labels");

    /// <summary>Whether a label selector chooses something with these labels. One that is missing chooses nothing, an empty one everything.</summary>
    public static bool Selects(this JsonNode? selector, IReadOnlyDictionary<string, string> labels) =>
        selector is JsonObject members
        && (members.ContainsKey("matchExpressions")
            ? throw new NotSupportedException("matchExpressions are not read here.")
            : selector.Pairs("matchLabels").All(label => labels.TryGetValue(label.Key, out var value) && value == label.Value));

    private static JsonNode? FirstNamed(JsonArray items, string name) => items.FirstOrDefault(item => item?["name"]?.ToString() == name);
}
