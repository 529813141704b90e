using System.Text.Json;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Protocol.Presentations;

/// <summary>
/// The value of <c>openid4vp_response</c>: exactly one of a <c>vp_token</c>, an encrypted response, and the wallet's own error.
/// </summary>
public sealed record OpenId4VpResponse
{
    /// <summary>The longest value that is read when a caller names no other limit, in characters.</summary>
    public const int DefaultMaxLength = 1_048_576;

    private const int MaxErrorLength = 200;
    private const int MaxDescriptionLength = 2000;

    private OpenId4VpResponse()
    {
    }

    /// <summary>The value of <c>vp_token</c>, of whatever kind; <see cref="PresentationVerifier"/> judges it.</summary>
    public JsonElement? VpToken { get; private init; }

    /// <summary>The compact JWE of <c>response</c> (response mode <c>iae_post.jwt</c>).</summary>
    public string? EncryptedResponse { get; private init; }

    /// <summary>The wallet's <c>error</c> code.</summary>
    public string? Error { get; private init; }

    /// <summary>The wallet's <c>error_description</c>, an outsider's text: printable ASCII, at most 2,000 characters.</summary>
    public string? ErrorDescription { get; private init; }

    /// <summary>
    /// Reads a response; null when it is none: no JSON object, duplicate members, none or more than one of the three, wrong types.
    /// Members that are not known are ignored.
    /// </summary>
    public static OpenId4VpResponse? Parse(string? json, int maxLength = DefaultMaxLength) =>
        json is not null && json.Length <= maxLength && StrictJson.TryParse(json, out var root, maxDepth: 64) ? Parse(root) : null;

    /// <summary>Reads a response that was read with <see cref="StrictJson"/>.</summary>
    public static OpenId4VpResponse? Parse(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var hasToken = json.TryGetProperty("vp_token", out var token);
        var hasResponse = json.TryGetProperty("response", out _);
        var hasError = json.TryGetProperty("error", out _);
        return (hasToken, hasResponse, hasError) switch
        {
            (true, false, false) => new OpenId4VpResponse { VpToken = token },
            (false, true, false) when json.TryGetString("response", out var response) && response.Length > 0 =>
                new OpenId4VpResponse { EncryptedResponse = response },
            (false, false, true) when json.TryGetString("error", out var error) && IsText(error, MaxErrorLength) => new OpenId4VpResponse
            {
                Error = error,
                ErrorDescription =
                    json.TryGetString("error_description", out var description) && IsText(description, MaxDescriptionLength) ? description : null,
            },
            _ => null,
        };
    }

    // RFC 6749 section 4.1.2.1: %x20-21 / %x23-5B / %x5D-7E.
    private static bool IsText(string text, int most) =>
        text.Length > 0 && text.Length <= most && text.All(one => one is >= ' ' and <= '~' and not '"' and not '\\');
}
