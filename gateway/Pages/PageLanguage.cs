using Eudiplo.Grains.Tenants;
using Microsoft.Extensions.Options;

namespace Eudiplo.Gateway.Pages;

/// <summary>
/// The language of a page: the one that the user chose on a page, or else the first of the wallet's <c>ui_locales</c> that there is, or else the one
/// that the browser likes best (RFC 9110, section 12.5.4), or else English.
/// </summary>
internal static class PageLanguage
{
    /// <summary>The parameter of a page's address that chooses.</summary>
    public const string Parameter = "lang";

    private const string Cookie = "eudiplo-language";

    /// <summary>Chooses, and remembers what the user chose.</summary>
    /// <param name="context">The request for the page, and its answer.</param>
    /// <param name="uiLocales"><c>ui_locales</c> of the session; null for none.</param>
    public static PageTexts Choose(HttpContext context, string? uiLocales)
    {
        var request = context.Request;
        if (Find(request.Query[Parameter]) is { } chosen)
        {
            // It says nothing but a language, and is gone when the browser closes.
            var secure = context.RequestServices.GetRequiredService<IOptions<IssuerOptions>>().Value.PublicUrl!.Scheme == Uri.UriSchemeHttps;
            context.Response.Cookies.Append(
                Cookie, chosen.Language, new CookieOptions { Path = "/", HttpOnly = true, Secure = secure, SameSite = SameSiteMode.Lax, IsEssential = true });
            return chosen;
        }

        return Find(request.Cookies[Cookie])
            ?? uiLocales?.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(FindTag).FirstOrDefault(texts => texts is not null)
            ?? Accepted(request)
            ?? PageTexts.English;
    }

    private static PageTexts? Accepted(HttpRequest request) => request.GetTypedHeaders().AcceptLanguage
        .Where(language => language.Quality is null or > 0)
        .OrderByDescending(language => language.Quality ?? 1)
        .Select(language => FindTag(language.Value.Value))
        .FirstOrDefault(texts => texts is not null);

    private static PageTexts? FindTag(string? tag) => Find(tag?.Split('-')[0].ToLowerInvariant());

    private static PageTexts? Find(string? language) => PageTexts.All.FirstOrDefault(texts => texts.Language == language);
}
