using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Eudiplo.Storage.Options;

/// <summary>Refuses settings that cannot work; each message names the option, its value and the remedy.</summary>
internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        var failures = new List<string>();
        if (!Enum.IsDefined(options.Provider))
        {
            failures.Add(Text("Provider", options.Provider, "set Sqlite or PostgreSql"));
        }

        Connection(options, failures);
        MasterKey(options, failures);
        OtherMasterKeys(options, failures);
        Range(failures, "KeyLifetime", options.KeyLifetime, TimeSpan.FromDays(7), TimeSpan.FromDays(3650));
        Range(failures, "OperationTimeout", options.OperationTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        Range(failures, "MaxBatch", options.MaxBatch, 1, 4096);
        Range(failures, "MaxPending", options.MaxPending, 1, int.MaxValue);
        Range(failures, "MaxStateBytes", options.MaxStateBytes, 1024, 64 * 1024 * 1024);
        Range(failures, "Sqlite:Readers", options.Sqlite.Readers, 1, 64);
        Range(failures, "Sqlite:BusyTimeout", options.Sqlite.BusyTimeout, TimeSpan.Zero, TimeSpan.FromSeconds(60));
        Range(failures, "Sqlite:MaxMegabytes", options.Sqlite.MaxMegabytes, 0, int.MaxValue);
        Range(failures, "PostgreSql:Writers", options.PostgreSql.Writers, 1, 16);
        Range(failures, "PostgreSql:Readers", options.PostgreSql.Readers, 1, 16);
        Range(
            failures,
            "PostgreSql:MaxConnections",
            options.PostgreSql.MaxConnections,
            options.PostgreSql.Writers + options.PostgreSql.Readers + 2,
            1000);
        Range(failures, "PostgreSql:ConnectTimeout", options.PostgreSql.ConnectTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        Range(failures, "PostgreSql:CommandTimeout", options.PostgreSql.CommandTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        Range(failures, "PostgreSql:MaintenanceTimeout", options.PostgreSql.MaintenanceTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Range(failures, "Sweeper:Interval", options.Sweeper.Interval, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Range(failures, "Sweeper:Jitter", options.Sweeper.Jitter, 0d, 1d);
        Range(failures, "Sweeper:BatchSize", options.Sweeper.BatchSize, 1, 10_000);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static void Connection(StorageOptions options, List<string> failures)
    {
        // A connection string may hold a password: its value is never part of a message.
        const string Hidden = "(not shown)";
        if (options.Provider == StorageProvider.PostgreSql)
        {
            if (string.IsNullOrWhiteSpace(options.ConnectionString))
            {
                failures.Add(Text("ConnectionString", "(empty)", "PostgreSQL needs one: Host=…;Database=…;Username=…;Password=…"));
                return;
            }

            try
            {
                _ = new NpgsqlConnectionStringBuilder(options.ConnectionString);
            }
            catch (ArgumentException)
            {
                failures.Add(Text("ConnectionString", Hidden, "Npgsql cannot read it: check its keywords, as in Host=…;Database=…;Username=…"));
            }

            return;
        }

        try
        {
            var source = new SqliteConnectionStringBuilder(options.ConnectionString ?? StorageOptions.DefaultSqliteConnectionString);
            if (string.IsNullOrWhiteSpace(source.DataSource))
            {
                failures.Add(Text("ConnectionString", Hidden, "it names no file: set Data Source=path of the database"));
            }
            else if (source.DataSource == ":memory:" || source.Mode == SqliteOpenMode.Memory)
            {
                failures.Add(Text("ConnectionString", source.DataSource, "a database in memory forgets every answer that was given: name a file"));
            }
        }
        catch (ArgumentException)
        {
            failures.Add(Text("ConnectionString", Hidden, "SQLite cannot read it: set Data Source=path of the database"));
        }
    }

    private static void MasterKey(StorageOptions options, List<string> failures)
    {
        if (options.MasterKeyFile is not null && options.MasterKeyCertificate is not null)
        {
            failures.Add(Text("MasterKeyFile", options.MasterKeyFile, "MasterKeyCertificate is set too: keep one of them"));
        }

        if (options.Provider == StorageProvider.PostgreSql && options.MasterKeyFile is null && options.MasterKeyCertificate is null)
        {
            failures.Add(Text(
                "MasterKeyFile",
                "(empty)",
                "with PostgreSQL no key is made silently, every process needs the same one: set it to a file made by "
                + "'head -c 32 /dev/urandom | base64 > master.key', or set MasterKeyCertificate"));
        }
    }

    private static void OtherMasterKeys(StorageOptions options, List<string> failures)
    {
        foreach (var (name, key) in new[] { ("PreviousMasterKey", options.PreviousMasterKey), ("NextMasterKey", options.NextMasterKey) })
        {
            if (key is not null && key.File is null == key.Certificate is null)
            {
                failures.Add(Text(name, key.File is null ? "(empty)" : "a file and a certificate", $"set one of {name}:File and {name}:Certificate"));
            }
        }

        if (options is { PreviousMasterKey: not null, NextMasterKey: not null })
        {
            failures.Add(Text(
                "NextMasterKey", "set beside PreviousMasterKey", "a database goes from one key to one other: finish that, then begin the next change"));
        }
    }

    private static void Range<T>(List<string> failures, string option, T value, T least, T most)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            failures.Add(Text(option, value, FormattableString.Invariant($"set it between {least} and {most}")));
        }
    }

    private static string Text(string option, object? value, string remedy) =>
        FormattableString.Invariant($"{StorageOptions.Section}:{option} is {value}: {remedy}.");
}
