namespace Eudiplo.Grains.Tenants;

/// <summary>The rules of web origins (RFC 6454, section 6.2).</summary>
public static class CrossOriginRules
{
    /// <summary>What an operator is told of a text that is no origin.</summary>
    public const string Problem = "an origin is needed as browsers write it, such as https://app.example or https://app.example:8443 (http only to a loopback address; * is not taken).";

    /// <summary>Whether a text is an origin as browsers send it, compared as a string.</summary>
    public static bool IsOrigin(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri.UserInfo.Length == 0
        && uri.GetLeftPart(UriPartial.Authority) == text;

    /// <summary>Checks a tenant's settings.</summary>
    internal static void Check(CrossOriginSettings? settings, List<string> errors)
    {
        for (var i = 0; settings is not null && i < settings.Origins.Count; i++)
        {
            if (!IsOrigin(settings.Origins[i]))
            {
                errors.Add($"$.crossOrigin.origins[{i}]: {Problem}");
            }
        }
    }
}
