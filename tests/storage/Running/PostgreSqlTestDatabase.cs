using Npgsql;

namespace Eudiplo.Storage.Tests.Running;

/// <summary>A database of a test's own in a private server.</summary>
public sealed class PostgreSqlTestDatabase : TestDatabase
{
    private readonly string _connectionString;

    private PostgreSqlTestDatabase(string connectionString)
    {
        _connectionString = connectionString;
        System.IO.File.WriteAllText(MasterKey, Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)));
    }

    public string MasterKey => Path.Combine(Directory, "master.key");

    public string ConnectionString => _connectionString;

    public override Dictionary<string, string?> Settings => new()
    {
        ["Eudiplo:Storage:Provider"] = "PostgreSql",

        // More than the default, so that lanes race.
        ["Eudiplo:Storage:PostgreSql:Writers"] = "2",
        ["Eudiplo:Storage:ConnectionString"] = _connectionString,
        ["Eudiplo:Storage:MasterKeyFile"] = MasterKey,
    };

    public static async Task<PostgreSqlTestDatabase> CreateAsync(PostgreSqlServer server)
    {
        var name = $"eudiplo_{Guid.NewGuid():N}";
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return new PostgreSqlTestDatabase(new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name }.ConnectionString);
    }

    public override async Task<int> ExecuteAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync();
    }

    public override async Task<object?> ScalarAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    public async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(_connectionString + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }
}
