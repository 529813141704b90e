using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Eudiplo.Grains.Tenants;

/// <summary>
/// The secrets of a tenant document: private keys, the hashes of clients' secrets, and the values that webhooks know Eudiplo by. Nobody is
/// shown them; <see cref="Marker"/> stands in their place, and put back it means the secret that is stored.
/// </summary>
public static class TenantSecrets
{
    /// <summary>What is shown in the place of a secret.</summary>
    public const string Marker = "***";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <summary>The document without its secrets.</summary>
    /// <param name="document">A document that was checked.</param>
    public static byte[] Hide(ReadOnlySpan<byte> document)
    {
        var root = (JsonObject)JsonNode.Parse(document, documentOptions: Strict)!;
        foreach (var secret in Find(root))
        {
            secret.Owner[secret.Name] = Marker;
        }

        return JsonSerializer.SerializeToUtf8Bytes(root);
    }

    /// <summary>Puts the stored secrets where a document has the marker.</summary>
    /// <param name="document">The new document, as it was sent.</param>
    /// <param name="stored">The document that is stored; null when there is none.</param>
    /// <param name="restored">The document with its secrets; as it was sent when nothing in it is a marker, or when it is no JSON object.</param>
    /// <param name="problems">The markers that stand for nothing, each with its path.</param>
    /// <returns>Whether every marker stands for a secret.</returns>
    /// <remarks>
    /// A webhook's value is kept for the same scheme, host, port and header only: otherwise whoever may change the document could have the
    /// secret sent to a server of their own, and so read what is not shown.
    /// </remarks>
    public static bool TryRestore(byte[] document, byte[]? stored, out byte[] restored, out IReadOnlyList<string> problems)
    {
        ArgumentNullException.ThrowIfNull(document);
        (restored, problems) = (document, []);
        if (!TryParse(document, out var root))
        {
            return true;
        }

        if (!TryWrite(root, out _))
        {
            problems = ["$: a text in it is no Unicode: half of a surrogate pair."];
            return false;
        }

        var markers = Find(root).Where(s => s.Value == Marker).ToList();
        if (markers.Count == 0)
        {
            return true;
        }

        var known = (stored is not null && TryParse(stored, out var before) ? Find(before) : []).ToLookup(s => s.Identity, s => s.Value, StringComparer.Ordinal);
        List<string> unknown = [];
        foreach (var marker in markers)
        {
            if (known[marker.Identity].FirstOrDefault() is { } secret)
            {
                marker.Owner[marker.Name] = secret;
            }
            else
            {
                unknown.Add($"{marker.Path}: {Marker} keeps a secret, and none is stored for this place{marker.Condition}: send the secret itself.");
            }
        }

        problems = unknown;
        return TryWrite(root, out restored) && unknown.Count == 0;
    }

    private static bool TryParse(byte[] document, [NotNullWhen(true)] out JsonObject? root)
    {
        try
        {
            root = JsonNode.Parse(document, documentOptions: Strict) as JsonObject;
        }
        catch (JsonException)
        {
            // What is wrong with it is said by the reader of documents.
            root = null;
        }

        return root is not null;
    }

    private static bool TryWrite(JsonObject root, out byte[] document)
    {
        try
        {
            document = JsonSerializer.SerializeToUtf8Bytes(root);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            document = [];
            return false;
        }
    }

    private static IEnumerable<Secret> Find(JsonObject root) =>
    [
        .. Members(root, "keys", "keyId", "privateKey"),
        .. Members(root, "clients", "clientId", "secretHash"),
        .. Webhook(root["webhook"], "$.webhook", "webhook"),
        .. Webhook(root["revocationWebhook"], "$.revocationWebhook", "revocationWebhook"),
        .. Items(root, "presentationConfigurations").SelectMany(
            p => Webhook(p.Item["webhook"], $"{p.Path}.webhook", $"presentation {Text(p.Item["presentationConfigId"])}")),
    ];

    private static IEnumerable<Secret> Members(JsonObject root, string list, string id, string name) => Items(root, list)
        .Where(i => i.Item[name] is not null)
        .Select(i => new Secret(i.Item, name, $"{i.Path}.{name}", $"{list} {Text(i.Item[id])}", string.Empty));

    private static IEnumerable<Secret> Webhook(JsonNode? webhook, string path, string identity)
    {
        if (webhook is JsonObject hook && hook["auth"] is JsonObject auth && auth["config"] is JsonObject config && config["value"] is not null)
        {
            var origin = Uri.TryCreate(Text(hook["url"]), UriKind.Absolute, out var url) ? url.GetLeftPart(UriPartial.Authority) : string.Empty;
            yield return new Secret(
                config, "value", $"{path}.auth.config.value", $"{identity} {origin} {Text(config["headerName"])}", ", this server and this header");
        }
    }

    private static IEnumerable<(JsonObject Item, string Path)> Items(JsonObject root, string list) => root[list] is JsonArray items
        ? items.Index().Where(i => i.Item is JsonObject).Select(i => ((JsonObject)i.Item!, $"$.{list}[{i.Index}]"))
        : [];

    private static string? Text(JsonNode? node)
    {
        try
        {
            return node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: JSON, and no text.
            return null;
        }
    }

    /// <summary>A secret: where it is, and what tells it from every other.</summary>
    private sealed record Secret(JsonObject Owner, string Name, string Path, string Identity, string Condition)
    {
        public string? Value => Text(Owner[Name]);

        /// <summary>Never the value.</summary>
        public override string ToString() => Path;
    }
}
