using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Eudiplo.Interop.Tests.Running;

/// <summary>
/// The npm package of the wallet, with the libraries that it stands on. They are installed once, beside the tests, exactly as the lock file
/// has them.
/// </summary>
internal static partial class WalletPackage
{
    private const int OldestNode = 20;

    private static readonly TimeSpan InstallLimit = TimeSpan.FromSeconds(90);

    // xunit asks for the reason of a skip in constructors, which cannot wait without blocking; no context waits for this thread.
    private static readonly Lazy<Installation> Installed = new(() => Task.Run(InstallAsync).GetAwaiter().GetResult());

    /// <summary>Where the wallet's program is.</summary>
    public static string Directory { get; } = Path.Combine(AppContext.BaseDirectory, "wallet");

    /// <summary>Why the wallet cannot run on this machine; null when it can.</summary>
    public static string? Missing => Installed.Value.Missing;

    /// <summary>Throws when the packages are within reach, but cannot be installed: that is a mistake of ours.</summary>
    public static void EnsureInstalled()
    {
        if (Installed.Value.Mistake is { } mistake)
        {
            throw new InvalidOperationException(mistake);
        }
    }

    private static async Task<Installation> InstallAsync()
    {
        var node = await CommandLine.RunAsync("node", ["--version"], Directory, InstallLimit);
        if (node is not { ExitCode: 0 })
        {
            return new Installation("Node.js is not installed: a wallet on the libraries of others did not run.", null);
        }

        if (!Version.TryParse(node.Output.Trim().TrimStart('v'), out var version) || version.Major < OldestNode)
        {
            return new Installation(
                $"Node.js is {node.Output.Trim()}, and {OldestNode} is needed: a wallet on the libraries of others did not run.", null);
        }

        var stamp = Path.Combine(Directory, "node_modules", ".installed");
        var wanted = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Directory, "package-lock.json"))));
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp) == wanted)
        {
            return new Installation(null, null);
        }

        var npm = await CommandLine.RunAsync(
            OperatingSystem.IsWindows() ? "npm.cmd" : "npm",
            ["ci", "--no-audit", "--no-fund", "--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-timeout=20000"],
            Directory, InstallLimit);
        if (npm is null)
        {
            return new Installation("npm is not installed: a wallet on the libraries of others did not run.", null);
        }

        if (npm.ExitCode == 0)
        {
            await File.WriteAllTextAsync(stamp, wanted);
            return new Installation(null, null);
        }

        return npm.ExitCode == -1 || OutOfReach().Match(npm.Error) is { Success: true }
            ? new Installation($"npm's registry is out of reach, or lacks a package: {FirstLine(npm.Error)}", null)
            : new Installation(null, $"npm ci failed:\n{npm.Error}");
    }

    private static string FirstLine(string error) =>
        error.Split('\n').FirstOrDefault(line => line.StartsWith("npm error", StringComparison.Ordinal))?.Trim() ?? "no answer in time";

    [GeneratedRegex(@"\b(EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|EHOSTUNREACH|ENETUNREACH|E401|E403|E404|E429|E50\d|ETARGET)\b")]
    private static partial Regex OutOfReach();

    private sealed record Installation(string? Missing, string? Mistake);
}
