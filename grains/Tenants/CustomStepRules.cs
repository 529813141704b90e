using System.Text.Json;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Grains.Tenants;

/// <summary>The rules of an action of a custom type.</summary>
internal static class CustomStepRules
{
    private const int MaxNameLength = 64;

    /// <summary>The members and parameters that mean something else already.</summary>
    private static readonly string[] Taken =
    [
        "status", "type", "interaction_type_required", "auth_session", "error", "error_description", "error_uri", "code", "authorization_code",
        "openid4vp_request", "openid4vp_response", "request_uri", "expires_in", "nonce", "code_verifier", "client_id", "client_secret",
        "client_assertion", "client_assertion_type",
    ];

    /// <summary>Checks an action.</summary>
    public static void Check(IaeAction action, string path, List<string> errors)
    {
        if (!IsUrn(action.Type) || action.Type.StartsWith("urn:openid:", StringComparison.OrdinalIgnoreCase))
        {
            errors.Add($"{path}.type: a custom type is a URN of your own, such as urn:example:card-reader (RFC 8141), and not of urn:openid:.");
        }

        if (action.Completion is WebStepCompletion.Verifier or WebStepCompletion.Browser)
        {
            errors.Add($"{path}.completion: a custom step is confirmed by service or by nonce.");
        }

        if (action.Response is not { Length: > 0 and <= MaxNameLength } name || !name.All(IsNameCharacter) || Taken.Contains(name))
        {
            errors.Add($"{path}.response: name the parameter of the wallet's answer: up to {MaxNameLength} of a-z A-Z 0-9 _ - ., and none that is taken.");
        }

        if (action.Request is { } text)
        {
            if (!StrictJson.TryParse(text, out var request) || request.ValueKind != JsonValueKind.Object)
            {
                errors.Add($"{path}.request: a JSON object without repeated members is needed.");
            }
            else if (request.EnumerateObject().FirstOrDefault(m => Taken.Contains(m.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } taken)
            {
                errors.Add($"{path}.request.{taken.Name}: this name is taken by the protocol.");
            }
        }
    }

    // RFC 8141, section 2: a namespace of 2 to 32 letters, digits and hyphens, and what it names.
    private static bool IsUrn(string type)
    {
        var parts = type.Split(':', 3);
        return type.Length <= 256
            && parts is ["urn", { Length: >= 2 and <= 32 } space, { Length: > 0 } name]
            && space.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            && name.All(c => c is > ' ' and < '\x7f' and not ',' and not '"');
    }

    private static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.';
}
