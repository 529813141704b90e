namespace Eudiplo.Gateway.Pages;

/// <summary>What every page has in common.</summary>
internal static class PageLayout
{
    /// <summary>Begins a page, up to the inside of its <c>main</c>.</summary>
    /// <param name="texts">The language.</param>
    /// <param name="title">The title.</param>
    /// <param name="tenantName">The tenant's name for people; null for none.</param>
    public static HtmlWriter Begin(PageTexts texts, string title, string? tenantName)
    {
        var html = new HtmlWriter()
            .Open("html", ("lang", texts.Language))
            .Open("head")
            .Void("meta", ("charset", "utf-8"))
            .Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"))
            .Void("meta", ("name", "robots"), ("content", "noindex"))
            .Element("title", tenantName is null ? title : $"{title} · {tenantName}")
            .Style()
            .Close()
            .Open("body")
            .Open("main");
        if (tenantName is not null)
        {
            html.Open("p", ("class", "from")).Text(texts.From).Text(" ").Element("strong", tenantName).Close();
        }

        return html;
    }

    /// <summary>Ends a page: its <c>main</c>, and below it the way to the other languages.</summary>
    /// <param name="html">The page.</param>
    /// <param name="texts">Its language.</param>
    /// <param name="request">The request for it.</param>
    public static string End(HtmlWriter html, PageTexts texts, HttpRequest request)
    {
        html.Close().Open("footer").Open("nav", ("aria-label", texts.Languages));
        foreach (var other in PageTexts.All.Where(other => other.Language != texts.Language))
        {
            html.Element(
                "a",
                other.OwnName,
                ("href", PageQuery.With(request, PageLanguage.Parameter, other.Language)),
                ("lang", other.Language),
                ("hreflang", other.Language));
        }

        return html.Finish();
    }
}
