using System.Text.Json;

namespace Eudiplo.Protocol.AuthorizationDetails;

/// <summary>Reads the <c>authorization_details</c> parameter (RFC 9396, section 2).</summary>
public static class AuthorizationDetailsList
{
    /// <summary>The type of entry that asks for a credential.</summary>
    public const string CredentialType = "openid_credential";

    /// <summary>The most entries of one request.</summary>
    public const int MaxCount = 16;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <summary>Reads the parameter.</summary>
    /// <param name="text">The JSON text.</param>
    /// <param name="problem">What is wrong, for the client; null when the result is not null.</param>
    public static IReadOnlyList<AuthorizationDetail>? Parse(string text, out string? problem)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Options);
            return Read(document.RootElement, out problem);
        }
        catch (JsonException)
        {
            problem = "authorization_details is not well-formed JSON, is nested too deeply, or repeats a member.";
            return null;
        }
    }

    private static List<AuthorizationDetail>? Read(JsonElement root, out string? problem)
    {
        if (root.ValueKind != JsonValueKind.Array || root.GetArrayLength() is 0 or > MaxCount)
        {
            problem = $"authorization_details is not an array of 1 to {MaxCount} objects.";
            return null;
        }

        var details = new List<AuthorizationDetail>();
        foreach (var entry in root.EnumerateArray())
        {
            if (Text(entry, "type") != CredentialType)
            {
                problem = $"authorization_details may only hold entries of type {CredentialType}.";
                return null;
            }

            if (Text(entry, "credential_configuration_id") is not { Length: > 0 } id)
            {
                problem = "An entry of authorization_details has no credential_configuration_id.";
                return null;
            }

            if (!TryTexts(entry, "locations", out var locations)
                || (entry.TryGetProperty("claims", out var claims) && (claims.ValueKind != JsonValueKind.Array || claims.GetArrayLength() == 0)))
            {
                problem = "In an entry of authorization_details, locations is not an array of strings, or claims is not an array of something.";
                return null;
            }

            details.Add(new AuthorizationDetail(id) { Locations = locations });
        }

        problem = null;
        return details;
    }

    private static bool TryTexts(JsonElement entry, string name, out IReadOnlyList<string>? texts)
    {
        texts = null;
        if (!entry.TryGetProperty(name, out var value))
        {
            return true;
        }

        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(one => one.ValueKind != JsonValueKind.String))
        {
            return false;
        }

        try
        {
            texts = [.. value.EnumerateArray().Select(one => one.GetString()!)];
            return true;
        }
        catch (InvalidOperationException)
        {
            // An unpaired surrogate escape has no text.
            return false;
        }
    }

    private static string? Text(JsonElement entry, string name)
    {
        try
        {
            return entry.ValueKind == JsonValueKind.Object
                && entry.TryGetProperty(name, out var value)
                && value.ValueKind == JsonValueKind.String
                    ? value.GetString()
                    : null;
        }
        catch (InvalidOperationException)
        {
            // An unpaired surrogate escape has no text.
            return null;
        }
    }
}
