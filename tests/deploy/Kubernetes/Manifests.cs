using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Eudiplo.Deploy.Tests.Kubernetes;

/// <summary>The objects of an overlay, as Kubernetes would be given them.</summary>
public sealed class Manifests
{
    private Manifests(IReadOnlyList<JsonObject> objects) => Objects = objects;

    /// <summary>All objects.</summary>
    public IReadOnlyList<JsonObject> Objects { get; }

    /// <summary>What makes pods: Deployments and StatefulSets.</summary>
    public IEnumerable<JsonObject> Workloads => Objects.Where(o => o.Text("kind") is "Deployment" or "StatefulSet");

    /// <summary>Reads YAML documents.</summary>
    public static Manifests Parse(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return new Manifests([.. stream.Documents.Select(document => (JsonObject)Convert(document.RootNode)!)]);
    }

    /// <summary>The objects of one kind.</summary>
    public IEnumerable<JsonObject> OfKind(string kind) => Objects.Where(o => o.Text("kind") == kind);

    /// <summary>The object of this kind and name.</summary>
    public JsonObject Get(string kind, string name) => OfKind(kind).Single(o => o.Name() == name);

    /// <summary>The same manifests without some.</summary>
    public Manifests Without(Func<JsonObject, bool> which) => new([.. Objects.Where(o => !which(o))]);

    /// <summary>The same manifests and one more.</summary>
    public Manifests With(string yaml) => new([.. Objects, .. Parse(yaml).Objects]);

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(
            child => KeyValuePair.Create(((YamlScalarNode)child.Key).Value!, Convert(child.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(Convert)]),
        YamlScalarNode { Style: not ScalarStyle.Plain } quoted => JsonValue.Create(quoted.Value),
        YamlScalarNode plain => Plain(plain.Value!),
        _ => throw new NotSupportedException($"{node.NodeType} at {node.Start}"),
    };

    private static JsonValue? Plain(string text) => text switch
    {
        "" or "null" or "~" => null,
        "true" => JsonValue.Create(true),
        "false" => JsonValue.Create(false),
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        _ => JsonValue.Create(text),
    };
}
