using Eudiplo.Storage.Options;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;

namespace Eudiplo.Storage.Hosting;

/// <summary>Relative paths in the options are meant from the content root of the host.</summary>
internal sealed class StoragePaths(IHostEnvironment? environment = null)
{
    private readonly string _root = environment?.ContentRootPath ?? Directory.GetCurrentDirectory();

    public string Resolve(string path) => Path.GetFullPath(path, Path.GetFullPath(_root));

    public string SqliteFile(StorageOptions options) =>
        Resolve(new SqliteConnectionStringBuilder(options.ConnectionString ?? StorageOptions.DefaultSqliteConnectionString).DataSource);
}
