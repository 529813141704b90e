using System.Text.Json;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Protocol.Dcql;

/// <summary>Reads one credential query (OpenID4VP 1.0 section 6.1 and appendix B).</summary>
internal static class CredentialQueryReader
{
    private const int MaxValues = 256;

    public static CredentialQuery? Read(JsonElement element, string path, DcqlFaults faults)
    {
        faults.NoteUnknown(
            element, path, "id", "format", "multiple", "meta", "trusted_authorities", "require_cryptographic_holder_binding", "claims", "claim_sets");
        var id = faults.Id(element, path, required: true);
        var format = ReadFormat(element, path, faults);
        var types = ReadMeta(element, format, path, faults);
        var hasSets = element.TryGetProperty("claim_sets", out _);
        var claims = ClaimQueryReader.Read(element, format, needIds: hasSets, path, faults);
        return id is null || format is null
            ? null
            : new CredentialQuery
            {
                Id = id,
                Format = format,
                Types = types,
                Multiple = faults.Boolean(element, "multiple", path, otherwise: false),
                RequireHolderBinding = faults.Boolean(element, "require_cryptographic_holder_binding", path, otherwise: true),
                TrustedAuthorities = ReadAuthorities(element, path, faults),
                Claims = claims,
                ClaimSets = ClaimQueryReader.ReadSets(element, claims, path, faults),
            };
    }

    private static string? ReadFormat(JsonElement element, string path, DcqlFaults faults)
    {
        var format = faults.String(element, "format", path, required: true);
        if (format is null or CredentialFormats.SdJwtVc or CredentialFormats.Mdoc)
        {
            return format;
        }

        faults.Add($"{path}.format", $"'{format}' is not supported; supported are {CredentialFormats.SdJwtVc} and {CredentialFormats.Mdoc}");
        return null;
    }

    private static List<string> ReadMeta(JsonElement element, string? format, string path, DcqlFaults faults)
    {
        var at = $"{path}.meta";
        if (!element.TryGetProperty("meta", out var meta))
        {
            faults.Add(at, "is required");
            return [];
        }

        if (!faults.IsObject(meta, at) || format is null)
        {
            return [];
        }

        if (format == CredentialFormats.Mdoc)
        {
            faults.NoteUnknown(meta, at, "doctype_value");
            return faults.String(meta, "doctype_value", at, required: true) is { } docType ? [docType] : [];
        }

        faults.NoteUnknown(meta, at, "vct_values");
        if (meta.TryGetProperty("vct_values", out var values))
        {
            return faults.Strings(values, $"{at}.vct_values", MaxValues);
        }

        faults.Add($"{at}.vct_values", "is required");
        return [];
    }

    private static List<TrustedAuthoritiesQuery> ReadAuthorities(JsonElement element, string path, DcqlFaults faults)
    {
        var authorities = new List<TrustedAuthoritiesQuery>();
        foreach (var (authority, at) in faults.Elements(element, "trusted_authorities", path, required: false, MaxValues))
        {
            if (!faults.IsObject(authority, at))
            {
                continue;
            }

            faults.NoteUnknown(authority, at, "type", "values");
            var type = faults.String(authority, "type", at, required: true);
            if (!authority.TryGetProperty("values", out var array))
            {
                faults.Add($"{at}.values", "is required");
                continue;
            }

            var values = faults.Strings(array, $"{at}.values", MaxValues);
            switch (type)
            {
                case null:
                    break;
                case TrustedAuthoritiesQuery.AuthorityKeyIdentifier when values.Find(one => !StrictBase64Url.TryDecode(one, out _)) is { } wrong:
                    faults.Add($"{at}.values", $"'{wrong}' is not base64url without padding");
                    break;
                case TrustedAuthoritiesQuery.AuthorityKeyIdentifier or TrustedAuthoritiesQuery.EtsiTrustedList:
                    authorities.Add(new TrustedAuthoritiesQuery(type, values));
                    break;
                default:
                    faults.Add($"{at}.type", $"'{type}' is not supported; supported are aki and etsi_tl");
                    break;
            }
        }

        return authorities;
    }
}
