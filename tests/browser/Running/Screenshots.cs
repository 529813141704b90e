using Microsoft.Playwright;

namespace Eudiplo.Browser.Tests.Running;

/// <summary>Keeps pictures of pages under <c>artifacts/pages</c> at the root of the repository.</summary>
internal static class Screenshots
{
    public static async Task TakeAsync(IPage page, string name, Look look)
    {
        var directory = Directory.CreateDirectory(Path.Combine(Root(), "artifacts", "pages")).FullName;
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(directory, $"{name}-{look}.png"), FullPage = true });
    }

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Eudiplo.sln")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException("The tests do not run within the repository.");
        }

        return directory.FullName;
    }
}
