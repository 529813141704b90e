using System.Globalization;
using Eudiplo.Storage.Options;
using Npgsql;

namespace Eudiplo.Storage.PostgreSql;

/// <summary>The two pools: one for the lanes that grains wait for, one for everything that can take longer.</summary>
internal sealed class PostgreSqlConnections : IAsyncDisposable
{
    // A commit is answered only when it is durable, whatever the server's default is; stricter defaults stay.
    internal const string Durable =
        "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';";

    // A lane's statements join a handful of keys with a table of any size: index lookups, also while the statistics are still those of
    // an empty table.
    internal const string Lane =
        "SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_seqscan = off; SET jit = off; SET plan_cache_mode = force_generic_plan;";

    public PostgreSqlConnections(StorageOptions options)
    {
        var settings = options.PostgreSql;
        var lanes = settings.Writers + settings.Readers;

        // The server gives up a statement by itself too: one whose client is gone must not hold its rows' locks.
        var limit = string.Create(
            CultureInfo.InvariantCulture,
            $"SET statement_timeout = {(long)settings.CommandTimeout.TotalMilliseconds + 1000};");
        Lanes = Build(options, lanes, settings.CommandTimeout, Durable + Lane + limit);
        Maintenance = Build(options, settings.MaxConnections - lanes, settings.MaintenanceTimeout, Durable);
    }

    public NpgsqlDataSource Lanes { get; }

    public NpgsqlDataSource Maintenance { get; }

    public async ValueTask DisposeAsync()
    {
        await Lanes.DisposeAsync();
        await Maintenance.DisposeAsync();
    }

    private static NpgsqlDataSource Build(StorageOptions options, int size, TimeSpan timeout, string firstStatements)
    {
        var text = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            MinPoolSize = 0,
            MaxPoolSize = size,
            Timeout = (int)Math.Ceiling(options.PostgreSql.ConnectTimeout.TotalSeconds),
            CommandTimeout = (int)Math.Ceiling(timeout.TotalSeconds),
            MaxAutoPrepare = 32,
            AutoPrepareMinUsages = 2,
            TcpKeepAlive = true,
            IncludeErrorDetail = false,
            NoResetOnClose = true,
        };
        if (string.IsNullOrEmpty(text.ApplicationName))
        {
            text.ApplicationName = "eudiplo";
        }

        var builder = new NpgsqlDataSourceBuilder(text.ConnectionString);
        builder.UsePhysicalConnectionInitializer(
            connection =>
            {
                using var command = new NpgsqlCommand(firstStatements, connection);
                command.ExecuteNonQuery();
            },
            async connection =>
            {
                await using var command = new NpgsqlCommand(firstStatements, connection);
                await command.ExecuteNonQueryAsync();
            });
        return builder.Build();
    }
}
