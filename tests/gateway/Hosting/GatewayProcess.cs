using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Eudiplo.WalletSimulator.Demo;

namespace Eudiplo.Gateway.Tests.Hosting;

/// <summary>The gateway as a process of its own, over data that outlives it.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private readonly Process _process;

    private GatewayProcess(Process process, Uri url, string directory)
    {
        _process = process;
        Url = url;
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, MaxConnectionsPerServer = 256 }) { BaseAddress = url };
        Demo = DemoMaterial.Load(Path.Combine(directory, "data", "demo"));
    }

    public Uri Url { get; }

    public HttpClient Http { get; }

    public DemoMaterial Demo { get; }

    public static Uri FreeUrl()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    /// <summary>Starts the gateway and waits for the line that says that it is ready.</summary>
    public static async Task<GatewayProcess> StartAsync(Uri url, string directory, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Eudiplo.Gateway.dll")])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_URLS"] = url.GetLeftPart(UriPartial.Authority);
        start.Environment["Eudiplo__Cluster__SiloPort"] = $"{FreeUrl().Port}";
        start.Environment["Eudiplo__Cluster__GatewayPort"] = $"{FreeUrl().Port}";
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        var lines = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            if (line.Contains("Eudiplo is ready", StringComparison.Ordinal))
            {
                // Somebody has to read on, or the process blocks once the pipe is full.
                _ = process.StandardOutput.ReadToEndAsync();
                _ = process.StandardError.ReadToEndAsync();
                return new GatewayProcess(process, url, directory);
            }
        }

        throw new InvalidOperationException(
            $"The gateway did not start: {string.Join('\n', lines)}\n{await process.StandardError.ReadToEndAsync()}");
    }

    /// <summary>SIGKILL: nothing is finished, flushed or told.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }
}
