using System.Text.Json.Nodes;

namespace Eudiplo.Deploy.Tests.Kubernetes;

/// <summary>The environment that a container gets, from its own entries and from ConfigMaps.</summary>
internal static class Environments
{
    /// <summary>Every variable, in the order of Kubernetes: <c>env</c> goes before <c>envFrom</c>. A value by reference is null.</summary>
    public static IReadOnlyDictionary<string, string?> Of(Manifests manifests, JsonNode container)
    {
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var source in container.Items("envFrom"))
        {
            var map = manifests.OfKind("ConfigMap").FirstOrDefault(m => m.Name() == source.Text("configMapRef", "name"));
            foreach (var (name, value) in map.Pairs("data"))
            {
                variables[name] = value;
            }
        }

        foreach (var entry in container.Items("env"))
        {
            variables[entry.Text("name")!] = entry.At("valueFrom") is null ? entry.Text("value") : null;
        }

        return variables;
    }

    /// <summary>What a container of Eudiplo does: <c>all</c>, <c>gateway</c> or <c>silo</c>; null for one that is not of Eudiplo.</summary>
    public static string? RoleOf(Manifests manifests, JsonNode container) => container.Text("name") switch
    {
        "silo" => "silo",
        "gateway" => Of(manifests, container).GetValueOrDefault("Eudiplo__Role") ?? "all",
        _ => null,
    };

    /// <summary>The secret and key that a variable comes from; null when it does not come from a secret.</summary>
    public static (string Name, string Key)? SecretOf(JsonNode container, string variable)
    {
        var reference = container.Items("env").FirstOrDefault(e => e.Text("name") == variable).At("valueFrom", "secretKeyRef");
        return reference is null ? null : (reference.Text("name") ?? "", reference.Text("key") ?? "");
    }
}
