namespace Eudiplo.Storage.Options;

/// <summary>The database that keeps the grains' states.</summary>
public enum StorageProvider
{
    /// <summary>A SQLite file: one process, nothing to install.</summary>
    Sqlite,

    /// <summary>PostgreSQL 15 or later: any number of processes.</summary>
    PostgreSql,
}
