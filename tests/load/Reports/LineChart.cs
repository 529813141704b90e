using System.Globalization;
using System.Net;
using System.Text;

namespace Eudiplo.Load.Reports;

/// <summary>A chart of lines as an SVG element that takes its colours from the page's style.</summary>
public static class LineChart
{
    private const double Width = 640;
    private const double Height = 240;
    private const double Left = 56;
    private const double Right = 12;
    private const double Top = 12;
    private const double Bottom = 28;

    /// <summary>Draws the chart. The y axis begins at zero.</summary>
    /// <param name="title">Read by screen readers; the page shows a heading of its own.</param>
    /// <param name="unit">Follows values in the tooltips.</param>
    /// <param name="series">The lines.</param>
    /// <param name="xLabels">Places and texts on the x axis; null: round numbers.</param>
    public static string Draw(
        string title, string unit, IReadOnlyList<ChartSeries> series, IReadOnlyList<(double X, string Text)>? xLabels = null)
    {
        var points = series.SelectMany(line => line.Points).ToList();
        var lowest = points.Count == 0 ? 0 : points.Min(point => point.X);
        var highest = Math.Max(points.Count == 0 ? 1 : points.Max(point => point.X), lowest + 1e-9);
        var largest = points.Count == 0 ? 1 : points.Max(point => point.Y);
        var step = NiceStep(largest, 5);
        var top = step * Math.Max(1, Math.Ceiling(largest / step));
        var svg = new StringBuilder();
        svg.Append(Invariant($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(title)}\">"));
        for (var value = 0.0; value <= top + (step / 2); value += step)
        {
            var y = Y(value, top);
            svg.Append(Invariant($"<path class=\"grid\" d=\"M{Left},{y:0.#}H{Width - Right}\"/>"));
            svg.Append(Invariant($"<text x=\"{Left - 6}\" y=\"{y + 4:0.#}\" text-anchor=\"end\">{Text(value)}</text>"));
        }

        foreach (var (x, text) in xLabels ?? RoundLabels(lowest, highest))
        {
            var anchor = x == highest ? "end" : "middle";
            var place = X(x, lowest, highest);
            svg.Append(Invariant($"<text x=\"{place:0.#}\" y=\"{Height - 8}\" text-anchor=\"{anchor}\">"));
            svg.Append(WebUtility.HtmlEncode(text)).Append("</text>");
        }

        foreach (var line in series)
        {
            var path = string.Join(
                ' ', line.Points.Select(point => Invariant($"{X(point.X, lowest, highest):0.#},{Y(point.Y, top):0.#}")));
            svg.Append(Invariant($"<polyline class=\"line {line.Colour}\" points=\"{path}\"/>"));
            foreach (var point in line.Points)
            {
                svg.Append(Invariant(
                    $"<circle class=\"dot {line.Colour}\" cx=\"{X(point.X, lowest, highest):0.#}\" cy=\"{Y(point.Y, top):0.#}\" r=\"4\">"));
                svg.Append($"<title>{WebUtility.HtmlEncode($"{line.Name}: {Text(point.Y)} {unit}")}</title></circle>");
            }
        }

        svg.Append("</svg><p class=\"legend\">");
        foreach (var line in series)
        {
            svg.Append($"<span class=\"{line.Colour}\">{WebUtility.HtmlEncode(line.Name)}</span>");
        }

        return svg.Append("</p>").ToString();
    }

    /// <summary>The distance of at most <paramref name="count"/> grid lines: 1, 2 or 5 times a power of ten.</summary>
    internal static double NiceStep(double max, int count)
    {
        if (!(max > 0))
        {
            return 1;
        }

        var rough = max / count;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var factor = rough / power;
        return power * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
    }

    private static IEnumerable<(double X, string Text)> RoundLabels(double lowest, double highest)
    {
        var step = NiceStep(highest - lowest, 8);
        for (var value = Math.Ceiling(lowest / step) * step; value <= highest + (step / 1000); value += step)
        {
            yield return (Math.Min(value, highest), Text(value));
        }
    }

    private static double X(double value, double lowest, double highest) =>
        Left + ((value - lowest) / (highest - lowest) * (Width - Left - Right));

    private static double Y(double value, double top) => Top + ((1 - (value / top)) * (Height - Top - Bottom));

    private static string Text(double value) =>
        value.ToString(value >= 100 ? "0" : value >= 10 ? "0.#" : "0.###", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
