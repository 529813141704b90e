using Microsoft.Data.Sqlite;

namespace Eudiplo.Storage.Tests.Running;

public sealed class SqliteTestDatabase : TestDatabase
{
    public string File => Path.Combine(Directory, "data", "eudiplo.db");

    public override Dictionary<string, string?> Settings => new()
    {
        ["Eudiplo:Storage:Provider"] = "Sqlite",
        ["Eudiplo:Storage:ConnectionString"] = $"Data Source={File}",
    };

    public override async Task<int> ExecuteAsync(string sql)
    {
        await using var connection = Open();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteNonQueryAsync();
    }

    public override async Task<object?> ScalarAsync(string sql)
    {
        await using var connection = Open();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        return connection;
    }
}
