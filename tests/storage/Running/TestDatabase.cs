namespace Eudiplo.Storage.Tests.Running;

/// <summary>Where a test keeps its rows: several hosts may be started over the same one, at once or one after the other.</summary>
public abstract class TestDatabase : IAsyncDisposable
{
    protected TestDatabase()
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("eudiplo-storage-").FullName;
    }

    /// <summary>A directory of this test's own.</summary>
    public string Directory { get; }

    /// <summary>The configuration that names it.</summary>
    public abstract Dictionary<string, string?> Settings { get; }

    /// <summary>Runs a statement behind the provider's back.</summary>
    public abstract Task<int> ExecuteAsync(string sql);

    /// <summary>Asks for a single value behind the provider's back.</summary>
    public abstract Task<object?> ScalarAsync(string sql);

    public virtual ValueTask DisposeAsync()
    {
        System.IO.Directory.Delete(Directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    public static async Task<TestDatabase> CreateAsync(Provider provider) => provider == Provider.Sqlite
        ? new SqliteTestDatabase()
        : await PostgreSqlTestDatabase.CreateAsync(await PostgreSqlServer.SharedAsync());
}
