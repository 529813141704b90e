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
}
