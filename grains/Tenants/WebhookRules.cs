using System.Buffers;

namespace Eudiplo.Grains.Tenants;

/// <summary>The rules of webhooks that their JSON form does not say.</summary>
internal static class WebhookRules
{
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // What the connection itself is made of is not a webhook's to set.
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "host", "connection", "content-length", "content-type", "transfer-encoding", "te", "trailer", "upgrade", "expect", "idempotency-key",
    };

    /// <summary>Checks a webhook.</summary>
    public static void Check(ClaimsWebhook webhook, string path, List<string> errors)
    {
        if (!Uri.TryCreate(webhook.Url, UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttps && !(url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            || url.UserInfo.Length > 0)
        {
            errors.Add($"{path}.url: an absolute https URL is needed (http only to a loopback address), without user information.");
        }

        if (webhook.TimeoutSeconds is < 1 or > 10)
        {
            errors.Add($"{path}.timeoutSeconds: {webhook.TimeoutSeconds} is not between 1 and 10.");
        }

        if (webhook.Tries is < 1 or > 5)
        {
            errors.Add($"{path}.tries: {webhook.Tries} is not between 1 and 5.");
        }

        CheckAuthentication(webhook.Auth, $"{path}.auth", errors);
    }

    private static void CheckAuthentication(WebhookAuthentication auth, string path, List<string> errors)
    {
        if (auth.Type is not ("none" or "apiKey") || (auth.Type == "apiKey") != auth.Config is not null)
        {
            errors.Add($"{path}: type is none, or apiKey with a config of headerName and value.");
        }

        if (auth.Config is not { } config)
        {
            return;
        }

        if (config.HeaderName.Length is 0 or > 128 || config.HeaderName.AsSpan().ContainsAnyExcept(TokenCharacters) || Reserved.Contains(config.HeaderName))
        {
            errors.Add($"{path}.config.headerName: a header's name (RFC 9110, section 5.1) is needed, and none that HTTP or Eudiplo sets itself.");
        }

        if (config.Value.Length is 0 or > 8192 || config.Value.Any(c => c is < '\x20' or > '\x7e'))
        {
            errors.Add($"{path}.config.value: 1 to 8,192 printable ASCII characters are allowed.");
        }
    }
}
