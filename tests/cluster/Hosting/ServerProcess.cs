using System.Diagnostics;
using System.Runtime.InteropServices;
using Eudiplo.WalletSimulator.Logs;

namespace Eudiplo.Cluster.Tests.Hosting;

/// <summary>A gateway or a silo as a process of its own, over data that outlives it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const int Terminate = 15;
    private const int Continue = 18;
    private const int Stop = 19;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(Process process, Uri url)
    {
        _process = process;
        Url = url;
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>Everything that it wrote so far.</summary>
    public string Output
    {
        get
        {
            lock (_lock)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>Starts a program of this build, and returns at once.</summary>
    /// <param name="program">The assembly's file name.</param>
    /// <param name="url">Where it listens.</param>
    /// <param name="directory">Its working directory.</param>
    /// <param name="readyText">What the line says that it writes when it is ready.</param>
    /// <param name="settings">Environment variables.</param>
    public static ServerProcess Start(
        string program, Uri url, string directory, string readyText, IEnumerable<KeyValuePair<string, string>> settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, program)])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_URLS"] = url.GetLeftPart(UriPartial.Authority);
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var server = new ServerProcess(Process.Start(start)!, url);
        _ = server.ReadAsync(server._process.StandardOutput, readyText);
        _ = server.ReadAsync(server._process.StandardError, readyText);
        return server;
    }

    /// <summary>Waits for the line that says that it is ready.</summary>
    public async Task ReadyAsync()
    {
        var ended = _process.WaitForExitAsync();
        if (await Task.WhenAny(_ready.Task, ended).WaitAsync(StartLimit) == ended)
        {
            throw new InvalidOperationException($"The process ended with {_process.ExitCode} before it was ready:\n{Output}");
        }
    }

    /// <summary>SIGKILL: nothing is finished, flushed or told.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM: it is asked to finish.</summary>
    public void AskToStop() => Send(Terminate);

    /// <summary>SIGSTOP: it does nothing more, and keeps its connections, as a machine does that hangs.</summary>
    public void Freeze() => Send(Stop);

    /// <summary>SIGCONT: it goes on where it was, and does not know that time went by.</summary>
    public void Thaw() => Send(Continue);

    /// <summary>Waits until it has ended.</summary>
    public Task ExitedAsync() => _process.WaitForExitAsync().WaitAsync(StartLimit);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();

        // So that the logs of the whole suite are read.
        var leaks = Output.Split('\n').Where(line => SecretShapes.FindIn(line).Any()).Take(5).ToList();
        Assert.True(leaks.Count == 0, $"What looks like a secret is in a log: {string.Join('\n', leaks)}");
    }

    private void Send(int signal)
    {
        if (SendSignal(_process.Id, signal) != 0)
        {
            throw new InvalidOperationException($"Signal {signal} could not be sent: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    // It reads on for as long as the process writes, or the process blocks once the pipe is full.
    private async Task ReadAsync(StreamReader reader, string readyText)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_lock)
            {
                _lines.Add(line);
            }

            if (line.Contains(readyText, StringComparison.Ordinal))
            {
                _ready.TrySetResult();
            }
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int SendSignal(int process, int signal);
}
