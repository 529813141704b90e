using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Protocol.Dcql;

/// <summary>Reads the top level and the credential sets of a query; <see cref="CredentialQueryReader"/> reads the rest.</summary>
internal static class DcqlReader
{
    private const int MaxLength = 131_072;
    private const int MaxCredentials = 64;

    public static bool TryRead(string? json, [NotNullWhen(true)] out DcqlQuery? query, out IReadOnlyList<DcqlError> errors)
    {
        query = null;
        var faults = new DcqlFaults();
        errors = faults.Errors;
        if (json is null || json.Length > MaxLength || !StrictJson.TryParse(json, out var root, maxDepth: 16) || root.ValueKind != JsonValueKind.Object)
        {
            faults.Add(string.Empty, $"must be a JSON object without duplicate members, at most {MaxLength} characters and 16 levels deep");
            return false;
        }

        faults.NoteUnknown(root, string.Empty, "credentials", "credential_sets");
        var credentials = ReadCredentials(root, faults);
        var sets = ReadSets(root, credentials, faults);
        if (faults.Errors.Count > 0)
        {
            return false;
        }

        query = new DcqlQuery(json, credentials, sets, faults.Unknown);
        return true;
    }

    private static List<CredentialQuery> ReadCredentials(JsonElement root, DcqlFaults faults)
    {
        var credentials = new List<CredentialQuery>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (element, path) in faults.Elements(root, "credentials", string.Empty, required: true, MaxCredentials))
        {
            if (faults.IsObject(element, path) && CredentialQueryReader.Read(element, path, faults) is { } credential)
            {
                if (!ids.Add(credential.Id))
                {
                    faults.Add($"{path}.id", $"'{credential.Id}' is the id of another credential query");
                }

                credentials.Add(credential);
            }
        }

        return credentials;
    }

    private static List<CredentialSetQuery> ReadSets(JsonElement root, List<CredentialQuery> credentials, DcqlFaults faults)
    {
        var known = credentials.Select(one => one.Id).ToHashSet(StringComparer.Ordinal);
        var sets = new List<CredentialSetQuery>();
        foreach (var (element, path) in faults.Elements(root, "credential_sets", string.Empty, required: false, MaxCredentials))
        {
            if (!faults.IsObject(element, path))
            {
                continue;
            }

            faults.NoteUnknown(element, path, "options", "required");
            var options = new List<IReadOnlyList<string>>();
            foreach (var (option, at) in faults.Elements(element, "options", path, required: true, MaxCredentials))
            {
                var ids = faults.Strings(option, at, MaxCredentials);
                foreach (var id in ids.Where(id => !known.Contains(id)))
                {
                    faults.Add(at, $"'{id}' is not the id of a credential query");
                }

                options.Add(ids);
            }

            sets.Add(new CredentialSetQuery(options, faults.Boolean(element, "required", path, otherwise: true)));
        }

        return sets;
    }
}
