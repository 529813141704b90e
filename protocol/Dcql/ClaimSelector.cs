using System.Buffers;
using System.Text.Json;

namespace Eudiplo.Protocol.Dcql;

/// <summary>
/// Selects in a credential what a query asks for, and drops everything else (OpenID4VP 1.0 sections 6.4.1 and 7.1). Objects and
/// arrays around what is kept stay; array elements that were not asked for are left out, so that the rest moves up.
/// </summary>
internal static class ClaimSelector
{
    /// <summary>
    /// The claims of the first claim set that the credential satisfies, as a JSON object; null when it satisfies none. A claim whose
    /// value is not among <c>values</c> counts as missing.
    /// </summary>
    /// <param name="claims">The credential's disclosed claims, an object.</param>
    /// <param name="query">What is asked for.</param>
    /// <param name="claimSet">The place of the claim set in the query; null where the query has none.</param>
    public static JsonElement? Select(JsonElement claims, CredentialQuery query, out int? claimSet)
    {
        claimSet = null;
        if (query.ClaimSets.Count == 0)
        {
            return Project(claims, query.Claims);
        }

        for (var at = 0; at < query.ClaimSets.Count; at++)
        {
            if (Project(claims, [.. query.ClaimSets[at].Select(place => query.Claims[place])]) is { } kept)
            {
                claimSet = at;
                return kept;
            }
        }

        return null;
    }

    private static JsonElement? Project(JsonElement claims, IReadOnlyList<ClaimQuery> wanted)
    {
        var root = new Kept();
        foreach (var claim in wanted)
        {
            if (!Mark(claims, claim, root))
            {
                return null;
            }
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            root.Write(claims, writer);
        }

        return JsonElement.Parse(buffer.WrittenSpan, new JsonDocumentOptions { MaxDepth = 256 });
    }

    private static bool Mark(JsonElement claims, ClaimQuery claim, Kept root)
    {
        List<(JsonElement Value, Place? Place)> selected = [(claims, null)];
        foreach (var step in claim.Path)
        {
            var next = new List<(JsonElement, Place?)>();
            foreach (var (value, place) in selected)
            {
                if (value.ValueKind != (step.Name is null ? JsonValueKind.Array : JsonValueKind.Object))
                {
                    return false;
                }

                if (step.Name is { } name)
                {
                    if (value.TryGetProperty(name, out var member))
                    {
                        next.Add((member, new Place(place, name, 0)));
                    }
                }
                else if (step.Index is { } index)
                {
                    if (index < value.GetArrayLength())
                    {
                        next.Add((value[index], new Place(place, null, index)));
                    }
                }
                else
                {
                    next.AddRange(value.EnumerateArray().Select((item, at) => (item, (Place?)new Place(place, null, at))));
                }
            }

            selected = next;
        }

        if (claim.Values.Count > 0)
        {
            selected.RemoveAll(one => !claim.Values.Any(value => Same(value, one.Value)));
        }

        foreach (var (_, place) in selected)
        {
            root.At(place!).Whole = true;
        }

        return selected.Count > 0;
    }

    // "Type and value both match exactly": 1 and "1" differ, and so do 1 and true.
    private static bool Same(JsonElement wanted, JsonElement value) =>
        wanted.ValueKind == value.ValueKind && JsonElement.DeepEquals(wanted, value);

    private sealed record Place(Place? Parent, string? Name, int Index);

    private sealed class Kept
    {
        private readonly Dictionary<string, Kept> _members = new(StringComparer.Ordinal);
        private readonly Dictionary<int, Kept> _items = [];

        public bool Whole { get; set; }

        public Kept At(Place place)
        {
            var parent = place.Parent is null ? this : At(place.Parent);
            if (place.Name is { } name)
            {
                return parent._members.TryGetValue(name, out var member) ? member : parent._members[name] = new Kept();
            }

            return parent._items.TryGetValue(place.Index, out var item) ? item : parent._items[place.Index] = new Kept();
        }

        public void Write(JsonElement value, Utf8JsonWriter writer)
        {
            if (Whole)
            {
                value.WriteTo(writer);
            }
            else if (value.ValueKind == JsonValueKind.Object)
            {
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    if (_members.TryGetValue(member.Name, out var kept))
                    {
                        writer.WritePropertyName(member.Name);
                        kept.Write(member.Value, writer);
                    }
                }

                writer.WriteEndObject();
            }
            else
            {
                writer.WriteStartArray();
                foreach (var (at, item) in value.EnumerateArray().Index())
                {
                    if (_items.TryGetValue(at, out var kept))
                    {
                        kept.Write(item, writer);
                    }
                }

                writer.WriteEndArray();
            }
        }
    }
}
