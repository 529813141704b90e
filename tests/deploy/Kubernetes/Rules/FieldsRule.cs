using System.Text.Json;
using System.Text.Json.Nodes;

namespace Eudiplo.Deploy.Tests.Kubernetes.Rules;

/// <summary>
/// Every field of a workload is one that Kubernetes knows: a field with a spelling mistake is dropped by some servers without a word, and
/// a probe or a limit with it. kubectl reads the workload into its own types and writes it again; what is missing then is unknown.
/// </summary>
public sealed class FieldsRule : IManifestRule
{
    /// <inheritdoc/>
    public IEnumerable<string> Violations(Manifests manifests)
    {
        foreach (var workload in manifests.Workloads)
        {
            var account = workload.Text("spec", "template", "spec", "serviceAccountName")!;
            var written = Kubectl.Run(["set", "serviceaccount", "--local", "-f", "-", account, "-o", "json"], workload.ToJsonString());
            foreach (var path in Missing(workload, JsonNode.Parse(written)!, ""))
            {
                yield return $"{workload.Title()}: Kubernetes does not know {path}.";
            }
        }
    }

    private static IEnumerable<string> Missing(JsonNode? ours, JsonNode? known, string path) => (ours, known) switch
    {
        (JsonObject members, JsonObject others) => members.SelectMany(member => others.TryGetPropertyValue(member.Key, out var other)
            ? Missing(member.Value, other, $"{path}.{member.Key}")
            : IsEmpty(member.Value) ? [] : [$"{path}.{member.Key}"]),
        (JsonArray items, JsonArray others) => items.SelectMany((item, i) => i < others.Count ? Missing(item, others[i], $"{path}[{i}]") : [$"{path}[{i}]"]),
        (null, _) or (JsonValue, JsonValue) => [],
        _ => [path],
    };

    private static bool IsEmpty(JsonNode? node) =>
        node is null || node.GetValueKind() is JsonValueKind.False || (node is JsonValue value && value.ToString() is "" or "0");
}
