namespace Eudiplo.Storage.Options;

/// <summary>Settings of the SQLite provider. Bound from <c>Eudiplo:Storage:Sqlite</c>.</summary>
public sealed class SqliteOptions
{
    /// <summary>Connections that read at the same time. 1 to 64. Default: the number of processors, at least 2.</summary>
    public int Readers { get; set; } = Math.Clamp(Environment.ProcessorCount, 2, 64);

    /// <summary>How long to wait for another process that holds the file. 0 to 60 s. Default: 5 s.</summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The largest size of the database file in MiB, above which writes fail as unavailable; 0 for no limit. Default: 0.</summary>
    public int MaxMegabytes { get; set; }
}
