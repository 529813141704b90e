using System.Text;
using Microsoft.Extensions.Primitives;

namespace Eudiplo.Gateway.Pages;

/// <summary>
/// Links of a page to itself: the parameters that it was opened with, one of them changed. Only parameters of our own with values that could be
/// ours are carried over, so that no page repeats what somebody else put into its address.
/// </summary>
internal static class PageQuery
{
    private const int MaxLength = 256;

    private static readonly string[] Names = ["client_id", "request_uri", "ticket", "response_code", PageLanguage.Parameter, PagePause.Parameter];

    /// <summary>The query of the page with one parameter changed, a reference relative to the page.</summary>
    /// <param name="request">The request for the page.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="value">Its value; null leaves it out.</param>
    public static string With(HttpRequest request, string name, string? value)
    {
        var query = new StringBuilder();
        foreach (var own in Names)
        {
            if ((own == name ? value : Carried(request.Query[own])) is { } text)
            {
                query.Append(query.Length == 0 ? '?' : '&').Append(own).Append('=').Append(Uri.EscapeDataString(text));
            }
        }

        // A reference that is empty but for its question mark is the page without its query.
        return query.Length == 0 ? "?" : query.ToString();
    }

    private static string? Carried(StringValues values) =>
        values is [{ Length: > 0 and <= MaxLength } value] && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':') ? value : null;
}
