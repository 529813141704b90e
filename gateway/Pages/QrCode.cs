using System.Globalization;
using System.Text;
using QRCoder;

namespace Eudiplo.Gateway.Pages;

/// <summary>Draws QR codes: dark on light in every colour scheme, for scanners.</summary>
internal static class QrCode
{
    /// <summary>Draws a text.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="text">The text.</param>
    /// <param name="label">What the code is, for who cannot see it.</param>
    public static void Write(HtmlWriter html, string text, string label)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.L, forceUtf8: false);
        var rows = data.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows[y].Length; x++)
            {
                if (rows[y][x])
                {
                    var from = x;
                    while (x + 1 < rows[y].Length && rows[y][x + 1])
                    {
                        x++;
                    }

                    path.Append(CultureInfo.InvariantCulture, $"M{from} {y}h{x - from + 1}v1h-{x - from + 1}z");
                }
            }
        }

        html.Open("div", ("class", "code"))
            .Open("svg", ("viewBox", $"0 0 {rows.Count} {rows.Count}"), ("role", "img"), ("aria-label", label), ("shape-rendering", "crispEdges"))
            .Open("path", ("fill", "#000"), ("d", path.ToString())).Close()
            .Close()
            .Close();
    }
}
