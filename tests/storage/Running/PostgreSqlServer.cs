using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Eudiplo.Storage.Tests.Running;

/// <summary>A private PostgreSQL server, started from this machine's binaries in a directory of its own, on a free port of the loopback.</summary>
public sealed class PostgreSqlServer : IAsyncDisposable
{
    private static readonly Lazy<Task<PostgreSqlServer>> Common = new(() => StartAsync());

    private readonly string _directory;
    private readonly string _binaries;
    private Process? _process;

    private PostgreSqlServer(string binaries, string directory, int port)
    {
        _binaries = binaries;
        _directory = directory;
        Port = port;
    }

    public int Port { get; }

    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Username=eudiplo;Database=postgres";

    /// <summary>The directory of the newest server binaries; null when this machine has none of version 15 or later.</summary>
    public static string? Binaries { get; } = FindBinaries();

    /// <summary>Whether the suites over PostgreSQL run here, and if not, why.</summary>
    public static string? Missing => Binaries is null
        ? "PostgreSQL was not tested: no server binaries (initdb, postgres) of version 15 or later in /usr/lib/postgresql/*/bin or PATH."
        : null;

    /// <summary>The server that tests share: each has a database of its own in it.</summary>
    public static Task<PostgreSqlServer> SharedAsync() => Common.Value;

    /// <summary>Starts a server of the caller's own.</summary>
    public static async Task<PostgreSqlServer> StartAsync(params string[] settings)
    {
        var directory = Directory.CreateTempSubdirectory("eudiplo-pg-").FullName;
        var server = new PostgreSqlServer(Binaries!, directory, FreePort());
        var data = Path.Combine(directory, "data");
        if (Environment.IsPrivilegedProcess)
        {
            // PostgreSQL refuses to run as root.
            Run("/bin/chown", "nobody", directory);
        }

        Run("/bin/sh", "-c", $"cd '{directory}' && exec {AsUser}'{server._binaries}/initdb' -D '{data}' -U eudiplo -A trust -E UTF8 --no-locale -N > '{directory}/initdb.log' 2>&1");
        await server.RestartAsync(settings);
        return server;
    }

    /// <summary>Starts the server, again if it was stopped.</summary>
    public async Task RestartAsync(params string[] settings)
    {
        var options = string.Join(' ', settings.Append("max_connections=200").Append("shared_buffers=64MB").Select(setting => $"-c {setting}"));

        // The shell ends the server when it reads a line, or when its input ends, which it does when this process dies, however it dies: then
        // the server's directory goes too.
        var script = $"cd '{_directory}'; {AsUser}'{_binaries}/postgres' -D '{_directory}/data' -p {Port} -k '{_directory}' -c listen_addresses=127.0.0.1 "
            + $"{options} > '{_directory}/server.log' 2>&1 & server=$!; "
            + $"read keep; kill -QUIT $server 2> /dev/null; wait $server; [ \"$keep\" = keep ] || rm -rf '{_directory}'";
        _process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", script]) { RedirectStandardInput = true })!;
        await ReadyAsync();
    }

    /// <summary>Stops the server at once, as a crash does.</summary>
    public async Task CrashAsync()
    {
        await _process!.StandardInput.WriteLineAsync("keep");
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _process!.StandardInput.Close();
        await _process.WaitForExitAsync();
    }

    private static string AsUser => Environment.IsPrivilegedProcess ? "setpriv --reuid=nobody --regid=nogroup --clear-groups " : "";

    // Asked again and again without a pause: a connection attempt takes its time by itself.
    private async Task ReadyAsync()
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException) when (Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(30) && !_process!.HasExited)
            {
                await Task.Yield();
            }
            catch (NpgsqlException exception)
            {
                throw new InvalidOperationException("PostgreSQL did not start: " + File.ReadAllText(Path.Combine(_directory, "server.log")), exception);
            }
        }
    }

    private static void Run(string file, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments))!;
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{file} failed with {process.ExitCode}.");
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string? FindBinaries()
    {
        var packaged = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql")
                .Where(directory => int.TryParse(Path.GetFileName(directory), out var version) && version >= 15)
                .OrderByDescending(directory => int.Parse(Path.GetFileName(directory)))
                .Select(directory => Path.Combine(directory, "bin"))
            : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        return packaged.Concat(path).FirstOrDefault(directory =>
            File.Exists(Path.Combine(directory, "initdb")) && File.Exists(Path.Combine(directory, "postgres")));
    }
}
