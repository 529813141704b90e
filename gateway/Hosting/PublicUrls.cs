using Eudiplo.Grains.Tenants;

namespace Eudiplo.Gateway.Hosting;

/// <summary>The rules of <c>Eudiplo:PublicUrl</c>.</summary>
internal static class PublicUrls
{
    /// <summary>What the operator is told.</summary>
    public const string Problem =
        "Eudiplo:PublicUrl must be an absolute http or https URL without query and fragment, such as https://issuer.example. "
        + "Set it to the URL under which wallets reach this server.";

    /// <summary>Whether the configured URL can be used.</summary>
    public static bool IsUsable(IssuerOptions options) =>
        options.PublicUrl is { IsAbsoluteUri: true } url
        && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
        && url.Query.Length == 0
        && url.Fragment.Length == 0
        && url.UserInfo.Length == 0;

    /// <summary>The URL of a server that listens there, for use on the same machine.</summary>
    public static Uri? FromListenUrls(string urls)
    {
        var first = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[0]
            .Replace("://*", "://127.0.0.1", StringComparison.Ordinal)
            .Replace("://+", "://127.0.0.1", StringComparison.Ordinal)
            .Replace("://0.0.0.0", "://127.0.0.1", StringComparison.Ordinal)
            .Replace("://[::]", "://127.0.0.1", StringComparison.Ordinal);
        return Uri.TryCreate(first, UriKind.Absolute, out var url) ? url : null;
    }
}
