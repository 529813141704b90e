namespace Eudiplo.Gateway.Pages;

/// <summary>
/// Requests that a browser makes before its user has asked for the page. They open nothing: to open a page binds it to a browser, completes a
/// step or takes a code to the wallet, and that is for the user to do.
/// </summary>
internal static class FetchedAhead
{
    /// <summary>Whether a request is one, by what browsers say about it: <c>Sec-Purpose</c> (Fetch), and what it was called before.</summary>
    public static bool Is(HttpRequest request) =>
        Says(request, "Sec-Purpose", "prefetch") || Says(request, "Purpose", "prefetch") || Says(request, "X-Moz", "prefetch") || Says(request, "X-Purpose", "preview");

    // The purpose may have parameters, as in "prefetch;prerender".
    private static bool Says(HttpRequest request, string header, string purpose) =>
        request.Headers[header].ToString().Split(';')[0].Trim().Equals(purpose, StringComparison.OrdinalIgnoreCase);
}
