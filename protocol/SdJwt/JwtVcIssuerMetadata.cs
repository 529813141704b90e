using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Protocol.SdJwt;

/// <summary>
/// JWT VC issuer metadata (SD-JWT VC, "JWT VC Issuer Metadata"): the keys of an issuer, by value or by reference. Fetching is the
/// caller's, by guarded means.
/// </summary>
public sealed record JwtVcIssuerMetadata
{
    private JwtVcIssuerMetadata()
    {
    }

    /// <summary>The keys by value; null when <see cref="JwksUri"/> is there.</summary>
    public JwkSet? Keys { get; private init; }

    /// <summary>Where the keys are; an https URL, an outsider's.</summary>
    public Uri? JwksUri { get; private init; }

    /// <summary>
    /// Where an issuer's metadata is: <c>/.well-known/jwt-vc-issuer</c> between its host and its path. Null when the issuer is not an
    /// https URL without query and fragment.
    /// </summary>
    public static Uri? Location(string issuer)
    {
        if (!Uri.TryCreate(issuer, UriKind.Absolute, out var url)
            || url.Scheme != Uri.UriSchemeHttps
            || url.Query.Length > 0
            || url.Fragment.Length > 0
            || url.UserInfo.Length > 0)
        {
            return null;
        }

        return new Uri($"{url.GetLeftPart(UriPartial.Authority)}/.well-known/jwt-vc-issuer{url.AbsolutePath.TrimEnd('/')}");
    }

    /// <summary>
    /// Reads metadata; false when it is not a JSON object of this very issuer with exactly one of <c>jwks</c> and an https
    /// <c>jwks_uri</c>.
    /// </summary>
    /// <param name="json">The document.</param>
    /// <param name="issuer">The issuer whose metadata was asked for.</param>
    /// <param name="metadata">The metadata.</param>
    public static bool TryParse(string json, string issuer, [NotNullWhen(true)] out JwtVcIssuerMetadata? metadata)
    {
        metadata = null;
        if (!StrictJson.TryParse(json, out var root)
            || !root.TryGetString("issuer", out var named)
            || named != issuer
            || root.TryGetProperty("jwks", out var jwks) == root.TryGetProperty("jwks_uri", out _))
        {
            return false;
        }

        if (jwks.ValueKind != JsonValueKind.Undefined)
        {
            metadata = JwkSet.TryParse(jwks, out var keys) ? new JwtVcIssuerMetadata { Keys = keys } : null;
        }
        else if (root.TryGetString("jwks_uri", out var text)
            && Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && uri.Scheme == Uri.UriSchemeHttps)
        {
            metadata = new JwtVcIssuerMetadata { JwksUri = uri };
        }

        return metadata is not null;
    }
}
