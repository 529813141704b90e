using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Eudiplo.Load.Runs;
using Eudiplo.Storage.Migrations;
using Eudiplo.Storage.Options;
using Eudiplo.Storage.PostgreSql;
using Npgsql;

namespace Eudiplo.Load.Limits;

/// <summary>pgbench runs the product's own statements on its own tables, in a database that is made for it and dropped at the end.</summary>
internal static partial class PgBench
{
    /// <summary>Where pgbench is; null where it is not installed.</summary>
    public static string? Find()
    {
        var versions = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        var paths = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return versions.OrderDescending(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin")).Concat(paths)
            .Select(directory => Path.Combine(directory, "pgbench")).FirstOrDefault(File.Exists);
    }

    public static async Task<IReadOnlyList<LimitRow>> MeasureAsync(LimitsOptions options, CancellationToken cancellation)
    {
        if (options.Database is null || !File.Exists(options.PgBench))
        {
            throw new LoadSetupException(options.Database is null ? "--database names no server." : "pgbench is not installed; --pgbench names it.");
        }

        var server = new NpgsqlConnectionStringBuilder(options.Database) { Pooling = false };
        var name = $"eudiplo_limits_{Guid.NewGuid():N}";
        try
        {
            await ExecuteAsync(server, [$"CREATE DATABASE {name}"], cancellation);
        }
        catch (Exception error) when (error is NpgsqlException or ArgumentException)
        {
            throw new LoadSetupException($"The server of --database makes no database: {error.Message}", error);
        }

        try
        {
            var own = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name };
            await ExecuteAsync(own, [.. Migration.For("PostgreSql").Select(step => step.Sql), PgBenchScript.Stored(options.Concurrency)], cancellation);
            await ExecuteAsync(own, ["VACUUM ANALYZE state"], cancellation);
            var lanes = new PostgreSqlOptions().Writers;
            return
            [
                await RunAsync(options, own, PgBenchScript.Insert(1), options.Concurrency, 1, "inserts", cancellation),
                await RunAsync(options, own, PgBenchScript.Update(1), options.Concurrency, 1, "updates", cancellation),
                await RunAsync(options, own, PgBenchScript.Insert(options.Rows), lanes, options.Rows, "inserts", cancellation),
                await RunAsync(options, own, PgBenchScript.Update(options.Rows), lanes, options.Rows, "updates", cancellation),
            ];
        }
        finally
        {
            await ExecuteAsync(server, [$"DROP DATABASE IF EXISTS {name} WITH (FORCE)"], CancellationToken.None);
        }
    }

    private static async Task<LimitRow> RunAsync(
        LimitsOptions options, NpgsqlConnectionStringBuilder database, string script, int clients, int rows, string unit, CancellationToken cancellation)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, script, cancellation);
            var seconds = Math.Max(1, (int)options.Duration.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            var start = new ProcessStartInfo(
                options.PgBench!,
                [
                    "--no-vacuum", "--protocol=prepared", $"--client={clients}", $"--jobs={Math.Min(clients, Environment.ProcessorCount)}",
                    $"--time={seconds}", $"--define=payload=\\x{Convert.ToHexString(SampleRow.Payload)}", $"--file={file}",
                    $"--host={database.Host}", $"--port={database.Port}", $"--username={database.Username}", database.Database!,
                ])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment["PGPASSWORD"] = database.Password ?? "";
            start.Environment["PGOPTIONS"] = "-c synchronous_commit=on " + string.Join(
                ' ', Setting().Matches(PostgreSqlConnections.Lane).Select(setting => $"-c {setting.Groups[1].Value}={setting.Groups[2].Value}"));
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            var text = await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode == 0 && Rate().Match(text) is { Success: true } rate
                ? new LimitRow(
                    "pgbench",
                    $"{rows} rows of 1.2 KB in a durable statement, {clients} connections",
                    rows * double.Parse(rate.Groups[1].ValueSpan, CultureInfo.InvariantCulture),
                    unit,
                    Latency().Match(text) is { Success: true } latency ? double.Parse(latency.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null)
                : throw new LoadSetupException($"pgbench ended with {process.ExitCode}: {(await errors).Trim()}");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnectionStringBuilder database, IEnumerable<string> statements, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(cancellation);
        foreach (var statement in statements)
        {
            await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    [GeneratedRegex(@"SET (\w+) = (\w+);")]
    private static partial Regex Setting();

    [GeneratedRegex(@"^tps = ([\d.]+)", RegexOptions.Multiline)]
    private static partial Regex Rate();

    [GeneratedRegex(@"^latency average = ([\d.]+) ms", RegexOptions.Multiline)]
    private static partial Regex Latency();
}
