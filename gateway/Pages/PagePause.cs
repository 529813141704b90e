namespace Eudiplo.Gateway.Pages;

/// <summary>
/// Whether a page that looks again by itself is to stand still: who reads slowly, or has the page read out, would be thrown back to its
/// beginning each time (WCAG 2.2, success criterion 2.2.2).
/// </summary>
internal static class PagePause
{
    /// <summary>The parameter of a page's address that says so.</summary>
    public const string Parameter = "pause";

    /// <summary>Whether the user has asked a page to stand still.</summary>
    public static bool IsAskedFor(HttpRequest request) => request.Query[Parameter] == "1";

    /// <summary>Writes when the page looks again, and the links that change it.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="context">The request for the page, and its answer.</param>
    /// <param name="texts">The language.</param>
    /// <param name="seconds">After how many seconds it looks again.</param>
    /// <param name="style">The style of the link that looks again at once; null for none.</param>
    public static void Write(HtmlWriter html, HttpContext context, PageTexts texts, int seconds, string? style)
    {
        // Without a script, a page can only be asked for again.
        var isPaused = IsAskedFor(context.Request);
        var interval = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (!isPaused)
        {
            context.Response.Headers["Refresh"] = interval;
        }

        html.Open("p").Element("a", texts.LookNow, ("class", style), ("href", PageQuery.With(context.Request, Parameter, isPaused ? "1" : null))).Close()
            .Open("p", ("class", "note")).Text(isPaused ? texts.StandsStill : texts.LooksAgain.Replace("{0}", interval, StringComparison.Ordinal)).Text(" ")
            .Element("a", isPaused ? texts.Resume : texts.Pause, ("href", PageQuery.With(context.Request, Parameter, isPaused ? null : "1")))
            .Close();
    }
}
