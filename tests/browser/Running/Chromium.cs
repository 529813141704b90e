using Microsoft.Playwright;

namespace Eudiplo.Browser.Tests.Running;

/// <summary>The machine's Chromium, headless, with a profile of its own for each start.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly IPlaywright _playwright;
    private readonly string _profile;

    private Chromium(IPlaywright playwright, IBrowserContext context, string profile)
    {
        _playwright = playwright;
        Context = context;
        _profile = profile;
    }

    /// <summary>Why tests in a browser cannot run here; null when they can.</summary>
    public static string? Missing { get; } =
        Executable is null ? "There is no Chromium on this machine (apt-get install chromium, or set EUDIPLO_CHROMIUM to its path)." : null;

    public IBrowserContext Context { get; }

    private static string? Executable =>
        Environment.GetEnvironmentVariable("EUDIPLO_CHROMIUM") is { Length: > 0 } named ? named : Places.FirstOrDefault(File.Exists);

    /// <summary>Starts a browser.</summary>
    /// <param name="look">How its user likes pages.</param>
    public static async Task<Chromium> StartAsync(Look look)
    {
        var profile = Directory.CreateTempSubdirectory("eudiplo-chromium-").FullName;
        var playwright = await Playwright.CreateAsync();
        var context = await playwright.Chromium.LaunchPersistentContextAsync(profile, new BrowserTypeLaunchPersistentContextOptions
        {
            ExecutablePath = Executable,
            Headless = true,
            Args =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
            Locale = look.Locale,
            ColorScheme = look.Dark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new ViewportSize { Width = look.Wide ? 1_280 : 320, Height = look.Wide ? 800 : 740 },
            JavaScriptEnabled = false,
        });
        return new Chromium(playwright, context, profile);
    }

    public async ValueTask DisposeAsync()
    {
        await Context.DisposeAsync();
        _playwright.Dispose();
        Directory.Delete(_profile, recursive: true);
    }
}
