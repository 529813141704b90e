using System.Security.Cryptography;
using Eudiplo.Storage.Tests.Running;
using Npgsql;

namespace Eudiplo.Cluster.Tests.Hosting;

/// <summary>A private PostgreSQL server with one database, a master key, and a directory for the files that all processes see.</summary>
internal sealed class SharedDatabase : IAsyncDisposable
{
    private SharedDatabase(PostgreSqlServer server, string connectionString)
    {
        Server = server;
        ConnectionString = connectionString;
        Directory = System.IO.Directory.CreateTempSubdirectory("eudiplo-cluster-").FullName;
        File.WriteAllText(MasterKeyFile, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(MasterKeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    public PostgreSqlServer Server { get; }

    public string ConnectionString { get; }

    public string Directory { get; }

    public string MasterKeyFile => Path.Combine(Directory, "master.key");

    /// <summary>The storage's settings, for a process that reaches the database on a port of its own.</summary>
    public Dictionary<string, string?> Settings(int? port = null) => new()
    {
        ["Eudiplo:Storage:Provider"] = "PostgreSql",
        ["Eudiplo:Storage:ConnectionString"] = port is { } p
            ? new NpgsqlConnectionStringBuilder(ConnectionString) { Port = p }.ConnectionString
            : ConnectionString,
        ["Eudiplo:Storage:MasterKeyFile"] = MasterKeyFile,
    };

    public static async Task<SharedDatabase> StartAsync()
    {
        var server = await PostgreSqlServer.StartAsync();
        await using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("CREATE DATABASE eudiplo", connection);
        await command.ExecuteNonQueryAsync();
        return new SharedDatabase(server, new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = "eudiplo" }.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
