using System.CommandLine;
using Eudiplo.Load.Limits;

namespace Eudiplo.Load.Commands;

/// <summary>`limits`: what the machine does at most, without Eudiplo, to set beside its figures.</summary>
public static class LimitsCommand
{
    private static readonly string[] Kinds = ["kestrel", "pgbench", "sqlite", "signatures"];

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var only = new Option<string[]>("--only")
        {
            Description = "What to measure, of kestrel, pgbench, sqlite and signatures; all by default.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => Kinds,
        };
        only.AcceptOnlyFromAmong(Kinds);
        var concurrency = LoadCommand.Positive("--wallets", "Connections to the bare endpoint, and clients of the one-row statements.", 64);
        var duration = LoadCommand.Positive("--duration", "Seconds for each figure.", 10);
        var rows = LoadCommand.Positive("--rows", "Rows of a statement or transaction, where they travel together.", 32);
        var database = new Option<string?>("--database")
        {
            Description = "Connection string of a PostgreSQL server for pgbench; a database is made there, and dropped at the end.",
        };
        var pgbench = new Option<string?>("--pgbench") { Description = "The program pgbench; found by itself where it is installed." };
        var directory = new Option<string>("--sqlite-directory")
        {
            Description = "Where the SQLite file is put for the time: on the disk that is meant.",
            DefaultValueFactory = _ => ".",
        };
        var json = new Option<bool>("--json") { Description = "Print the result as one JSON object instead of a table." };
        var command = new Command("limits", "Measures what the machine does at most: bare HTTP, bare statements, bare signatures.")
        {
            only, concurrency, duration, rows, database, pgbench, directory, json,
        };
        command.SetAction((parsed, cancellation) => LimitsRun.ExecuteAsync(
            new LimitsOptions
            {
                Kinds = parsed.GetRequiredValue(only),
                Concurrency = parsed.GetValue(concurrency),
                Duration = TimeSpan.FromSeconds(parsed.GetValue(duration)),
                Rows = parsed.GetValue(rows),
                Database = parsed.GetValue(database),
                PgBench = parsed.GetValue(pgbench) ?? PgBench.Find(),
                SqliteDirectory = parsed.GetRequiredValue(directory),
                Json = parsed.GetValue(json),
            },
            cancellation));
        return command;
    }
}
