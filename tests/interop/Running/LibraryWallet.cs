using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Eudiplo.Interop.Tests.Running;

/// <summary>The wallet's process: it does one run after another, each with keys of its own, so that its libraries are loaded once.</summary>
internal sealed class LibraryWallet : IAsyncDisposable
{
    private static readonly TimeSpan RunLimit = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly Task<string> _log;

    private LibraryWallet(Process process)
    {
        _process = process;
        _log = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts the wallet.</summary>
    public static LibraryWallet Start() => new(Process.Start(new ProcessStartInfo("node", ["wallet.mjs"])
    {
        WorkingDirectory = WalletPackage.Directory,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!);

    /// <summary>Does a run. One at a time.</summary>
    public async Task<WalletRun> RunAsync(IEnumerable<string> arguments)
    {
        // A run that takes too long ends the wallet: what it would still say is no answer to the next run.
        using var time = new CancellationTokenSource(RunLimit);
        await using var end = time.Token.Register(() => _process.Kill(entireProcessTree: true));
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(arguments).AsMemory(), time.Token);
        await _process.StandardInput.FlushAsync(time.Token);
        var lines = new List<JsonObject>();
        while (await _process.StandardOutput.ReadLineAsync(time.Token) is { } text)
        {
            var line = JsonNode.Parse(text)!.AsObject();
            if (line.ContainsKey("end"))
            {
                return new WalletRun(lines);
            }

            lines.Add(line);
        }

        throw new InvalidOperationException($"The wallet's process ended: {await _log}");
    }

    /// <summary>Ends the wallet.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
