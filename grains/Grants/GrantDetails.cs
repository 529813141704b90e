using System.Text.Json.Nodes;

namespace Eudiplo.Grains.Grants;

/// <summary>The authorization details of a grant (RFC 9396, section 7; OID4VCI, "Successful Token Response").</summary>
internal static class GrantDetails
{
    /// <summary>
    /// Names the credential datasets that were granted, which a token response with authorization details must. Eudiplo has one dataset for
    /// each credential configuration of a grant, so the configuration's id is its identifier.
    /// </summary>
    /// <param name="details">The granted details, as they were checked when they were asked for; null when there are none.</param>
    public static string? WithIdentifiers(string? details)
    {
        if (details is null || JsonNode.Parse(details) is not JsonArray entries)
        {
            return details;
        }

        foreach (var entry in entries.OfType<JsonObject>())
        {
            if (entry["credential_configuration_id"] is JsonValue id)
            {
                entry["credential_identifiers"] = new JsonArray(id.DeepClone());
            }
        }

        return entries.ToJsonString();
    }
}
