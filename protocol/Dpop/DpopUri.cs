using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Eudiplo.Protocol.Dpop;

/// <summary>Compares <c>htu</c> with the URI of a request (RFC 9449 section 4.3, check 9).</summary>
public static class DpopUri
{
    private const int MaxLength = 2048;

    /// <summary>
    /// Whether <paramref name="htu"/> names <paramref name="request"/> once both are normalized by syntax and by scheme (RFC 3986
    /// sections 6.2.2 and 6.2.3). Query and fragment of both are left out of the comparison; user information is refused.
    /// </summary>
    public static bool Matches(string htu, Uri request)
    {
        ArgumentNullException.ThrowIfNull(htu);
        ArgumentNullException.ThrowIfNull(request);

        // The framework's reader trims white space; a URI has none.
        return htu.Length <= MaxLength
            && htu.AsSpan().IndexOfAnyInRange('\0', ' ') < 0
            && Uri.TryCreate(htu, UriKind.Absolute, out Uri? uri)
            && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
            && uri.UserInfo.Length == 0
            && uri.Scheme == request.Scheme
            && uri.Port == request.Port
            && TryReadHost(uri, out string? host)
            && string.Equals(host, request.IdnHost, StringComparison.OrdinalIgnoreCase)
            && NormalizedPath(uri) == NormalizedPath(request);
    }

    /// <summary>Some hosts that are accepted while parsing are found out only when their ASCII form is asked for.</summary>
    private static bool TryReadHost(Uri uri, [NotNullWhen(true)] out string? host)
    {
        try
        {
            host = uri.IdnHost;
            return true;
        }
        catch (UriFormatException)
        {
            host = null;
            return false;
        }
    }

    /// <summary>The framework decodes unreserved characters and removes dot segments; the case of what stays encoded is left.</summary>
    private static string NormalizedPath(Uri uri)
    {
        string path = uri.AbsolutePath;
        if (!path.Contains('%', StringComparison.Ordinal))
        {
            return path;
        }

        var normalized = new StringBuilder(path);
        for (int at = 0; at + 2 < normalized.Length; at++)
        {
            if (normalized[at] == '%')
            {
                normalized[at + 1] = char.ToUpperInvariant(normalized[at + 1]);
                normalized[at + 2] = char.ToUpperInvariant(normalized[at + 2]);
            }
        }

        return normalized.ToString();
    }
}
