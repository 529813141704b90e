using System.Text.Json.Nodes;

namespace Eudiplo.WalletSimulator.Dcql;

/// <summary>A DCQL query (OpenID4VP, section 6) as a wallet reads it. Unknown members are ignored.</summary>
/// <param name="Credentials">The credential queries.</param>
/// <param name="CredentialSets">Constraints on which of them to answer; null: all.</param>
public sealed record DcqlQuery(IReadOnlyList<CredentialQuery> Credentials, IReadOnlyList<CredentialSetQuery>? CredentialSets)
{
    /// <summary>Reads a query.</summary>
    /// <exception cref="FormatException">A required member is missing or of the wrong kind.</exception>
    public static DcqlQuery Parse(JsonObject json)
    {
        try
        {
            var credentials = ((JsonArray)Required(json, "credentials")).Select(entry => ParseCredential((JsonObject)entry!)).ToList();
            var sets = (json["credential_sets"] as JsonArray)?.Select(entry => ParseSet((JsonObject)entry!)).ToList();
            return new DcqlQuery(credentials, sets);
        }
        catch (Exception error) when (error is InvalidCastException or InvalidOperationException or NullReferenceException)
        {
            throw new FormatException("The dcql_query is malformed: " + error.Message, error);
        }
    }

    private static CredentialQuery ParseCredential(JsonObject json)
    {
        var meta = json["meta"] as JsonObject;
        var types = meta?["vct_values"] is JsonArray values
            ? Strings(values)
            : (string?)meta?["doctype_value"] is { } documentType ? [documentType] : null;
        return new CredentialQuery(
            (string)Required(json, "id")!,
            (string)Required(json, "format")!,
            types,
            (json["claims"] as JsonArray)?.Select(entry => ParseClaim((JsonObject)entry!)).ToList(),
            (json["claim_sets"] as JsonArray)?.Select(entry => Strings((JsonArray)entry!)).ToList(),
            (bool?)json["multiple"] ?? false,
            (bool?)json["require_cryptographic_holder_binding"] ?? true);
    }

    private static ClaimQuery ParseClaim(JsonObject json) => new(
        (string?)json["id"],
        ClaimPath.Parse((JsonArray)Required(json, "path")),
        (json["values"] as JsonArray)?.Select(value => value!.DeepClone()).ToList());

    private static CredentialSetQuery ParseSet(JsonObject json) => new(
        [.. ((JsonArray)Required(json, "options")).Select(option => Strings((JsonArray)option!))],
        (bool?)json["required"] ?? true);

    private static IReadOnlyList<string> Strings(JsonArray array) => [.. array.Select(value => (string)value!)];

    private static JsonNode Required(JsonObject json, string name) =>
        json[name] ?? throw new FormatException($"The dcql_query lacks '{name}'.");
}
