namespace Eudiplo.Gateway.Pages;

/// <summary>Draws the signs. They say nothing that the heading does not say, and are hidden from screen readers.</summary>
internal static class PageMarks
{
    /// <summary>Draws a sign.</summary>
    public static void Write(HtmlWriter html, PageMark mark)
    {
        if (mark == PageMark.None)
        {
            return;
        }

        var (style, path) = mark switch
        {
            PageMark.Good => ("mark good", "M14 25l7 7 14-15"),
            PageMark.Wait => ("mark wait", "M24 13v11l7 5"),
            _ => ("mark bad", "M24 13v13M24 33v2"),
        };
        html.Open("svg", ("class", style), ("viewBox", "0 0 48 48"), ("aria-hidden", "true"), ("fill", "none"), ("stroke", "currentColor"))
            .Open("circle", ("cx", "24"), ("cy", "24"), ("r", "21"), ("stroke-width", "3")).Close()
            .Open("path", ("d", path), ("stroke-width", "4"), ("stroke-linecap", "round"), ("stroke-linejoin", "round")).Close()
            .Close();
    }
}
