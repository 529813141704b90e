using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using QRCoder;

namespace Eudiplo.Gateway.Tests.FrontChannel;

/// <summary>The page of a presentation, as a browser shows it.</summary>
internal sealed partial record Page(Visit Visit, Uri Url, TestBrowser Browser)
{
    /// <summary>The link for a wallet on the same device.</summary>
    public string OpenLink => WebUtility.HtmlDecode(LinkElement().Match(Visit.Html).Groups[1].Value);

    /// <summary>The link for a wallet on another device: the one of which the page draws the code, module by module.</summary>
    public async Task<string> ScanAsync(GatewayHost host)
    {
        var id = Guid.Parse(Url.Segments[^1]);
        var session = host.Services.GetRequiredService<IGrainFactory>().GetGrain<IAuthSessionGrain>(new GrainKey("demo", id).ToString());
        var link = (await session.ShowPageAsync(new ShowPage(new SecretText(Browser.Cookies["__Host-eudiplo"]), null))).Page!.ScanLink!.Value;
        using var expected = QRCodeGenerator.GenerateQrCode(link, QRCodeGenerator.ECCLevel.L);
        var drawn = new HashSet<(int X, int Y)>();
        foreach (Match run in Run().Matches(Visit.Html))
        {
            var (x, y, width) = (Number(run, 1), Number(run, 2), Number(run, 3));
            drawn.UnionWith(Enumerable.Range(x, width).Select(at => (at, y)));
        }

        for (var y = 0; y < expected.ModuleMatrix.Count; y++)
        {
            for (var x = 0; x < expected.ModuleMatrix[y].Length; x++)
            {
                Assert.Equal(expected.ModuleMatrix[y][x], drawn.Contains((x, y)));
            }
        }

        Assert.NotEqual(OpenLink, link);
        return link;
    }

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("href=\"(openid4vp:[^\"]+)\"")]
    private static partial Regex LinkElement();

    [GeneratedRegex(@"M(\d+) (\d+)h(\d+)v1h-\d+z")]
    private static partial Regex Run();
}
