using System.Text.Json;

namespace Eudiplo.Protocol.Dcql;

/// <summary>Reads <c>claims</c> and <c>claim_sets</c> of a credential query (OpenID4VP 1.0 sections 6.3, 6.4.1 and 7).</summary>
internal static class ClaimQueryReader
{
    private const int MaxClaims = 256;
    private const int MaxPath = 32;

    public static List<ClaimQuery> Read(JsonElement credential, string? format, bool needIds, string path, DcqlFaults faults)
    {
        var claims = new List<ClaimQuery>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (element, at) in faults.Elements(credential, "claims", path, required: false, MaxClaims))
        {
            if (!faults.IsObject(element, at))
            {
                continue;
            }

            faults.NoteUnknown(element, at, "id", "path", "values", "intent_to_retain");
            var id = faults.Id(element, at, needIds);
            if (id is not null && !ids.Add(id))
            {
                faults.Add($"{at}.id", $"'{id}' is the id of another claim");
            }

            var pointer = ReadPath(element, format, at, faults);
            if (pointer.Count > 0 && !paths.Add(JsonSerializer.Serialize(pointer.Select(one => one.Name ?? (object?)one.Index))))
            {
                faults.Add($"{at}.path", "points to the same claim as another one");
            }

            claims.Add(new ClaimQuery(pointer)
            {
                Id = id,
                Values = ReadValues(element, at, faults),
                IntentToRetain = faults.Boolean(element, "intent_to_retain", at, otherwise: false),
            });
        }

        return claims;
    }

    public static List<IReadOnlyList<int>> ReadSets(JsonElement credential, List<ClaimQuery> claims, string path, DcqlFaults faults)
    {
        var sets = new List<IReadOnlyList<int>>();
        if (credential.TryGetProperty("claim_sets", out _) && !credential.TryGetProperty("claims", out _))
        {
            faults.Add($"{path}.claim_sets", "must not be present without claims");
            return sets;
        }

        foreach (var (element, at) in faults.Elements(credential, "claim_sets", path, required: false, MaxClaims))
        {
            var places = new List<int>();
            foreach (var id in faults.Strings(element, at, MaxClaims))
            {
                var place = claims.FindIndex(one => one.Id == id);
                if (place < 0)
                {
                    faults.Add(at, $"'{id}' is not the id of a claim");
                }

                places.Add(place);
            }

            sets.Add(places);
        }

        return sets;
    }

    private static List<ClaimsPathElement> ReadPath(JsonElement claim, string? format, string at, DcqlFaults faults)
    {
        var pointer = new List<ClaimsPathElement>();
        foreach (var (element, place) in faults.Elements(claim, "path", at, required: true, MaxPath))
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.String:
                    pointer.Add(ClaimsPathElement.Member(element.GetString()!));
                    break;
                case JsonValueKind.Null:
                    pointer.Add(ClaimsPathElement.All);
                    break;
                case JsonValueKind.Number when element.TryGetInt32(out var index) && index >= 0:
                    pointer.Add(ClaimsPathElement.Item(index));
                    break;
                default:
                    faults.Add(place, "must be a string, null or a non-negative integer");
                    return [];
            }
        }

        if (pointer.Count > 0 && format == CredentialFormats.Mdoc && (pointer.Count != 2 || pointer.Exists(one => one.Name is null)))
        {
            faults.Add($"{at}.path", "must be the namespace and the data element identifier, two strings, in an mdoc");
            return [];
        }

        if (pointer.Count > 0 && pointer[0].Name is null)
        {
            faults.Add($"{at}.path", "must begin with a name: a credential is an object");
            return [];
        }

        return pointer;
    }

    private static List<JsonElement> ReadValues(JsonElement claim, string at, DcqlFaults faults)
    {
        var values = new List<JsonElement>();
        foreach (var (element, place) in faults.Elements(claim, "values", at, required: false, MaxClaims))
        {
            if (element.ValueKind is JsonValueKind.String or JsonValueKind.True or JsonValueKind.False
                || (element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out _)))
            {
                values.Add(element);
            }
            else
            {
                faults.Add(place, "must be a string, an integer, true or false");
            }
        }

        return values;
    }
}
