using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Grains.IssuerMetadata;

/// <summary>JWT VC issuer metadata (SD-JWT VC, "JWT VC Issuer Metadata").</summary>
/// <param name="Keys">The keys, where the document holds them.</param>
/// <param name="KeysUrl">Where the keys are, where it does not.</param>
public sealed record IssuerMetadataDocument(JwkSet? Keys, string? KeysUrl)
{
    private const string WellKnown = "/.well-known/jwt-vc-issuer";

    /// <summary>Where an issuer's metadata is; null when the issuer is not named by a URL.</summary>
    public static string? UrlOf(string issuer) =>
        Uri.TryCreate(issuer, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
        && url is { Query.Length: 0, Fragment.Length: 0 }
            ? $"{url.GetLeftPart(UriPartial.Authority)}{WellKnown}{url.AbsolutePath.TrimEnd('/')}"
            : null;

    /// <summary>Reads a document; false when it is not that of the issuer, or has neither or both of <c>jwks</c> and <c>jwks_uri</c>.</summary>
    /// <param name="utf8">The document.</param>
    /// <param name="issuer">The issuer, compared character by character.</param>
    /// <param name="document">What it says.</param>
    public static bool TryRead(ReadOnlySpan<byte> utf8, string issuer, [NotNullWhen(true)] out IssuerMetadataDocument? document)
    {
        document = null;
        if (!StrictJson.TryParse(utf8, out var json)
            || !json.TryGetString("issuer", out var named)
            || !string.Equals(named, issuer, StringComparison.Ordinal))
        {
            return false;
        }

        JwkSet? keys = null;
        var hasKeys = json.TryGetProperty("jwks", out var set);
        var hasUrl = json.TryGetProperty("jwks_uri", out var url);
        if (hasKeys == hasUrl || (hasKeys && !JwkSet.TryParse(set, out keys)) || (hasUrl && url.ValueKind != JsonValueKind.String))
        {
            return false;
        }

        document = new IssuerMetadataDocument(keys, hasUrl ? url.GetString() : null);
        return true;
    }
}
