namespace Eudiplo.Storage.Options;

/// <summary>Settings of the PostgreSQL provider. Bound from <c>Eudiplo:Storage:PostgreSql</c>.</summary>
public sealed class PostgreSqlOptions
{
    /// <summary>
    /// Connections that write; the writes of one row always take the same one. 1 to 16. Default: 1, which carries more in each statement than
    /// two would; more help where a commit takes long and processors are many.
    /// </summary>
    public int Writers { get; set; } = 1;

    /// <summary>Connections that read states. 1 to 16. Default: 2.</summary>
    public int Readers { get; set; } = 2;

    /// <summary>
    /// The most connections of one process, writers and readers included; the rest serves operators' queries and the sweeper. At least
    /// writers + readers + 2, at most 1,000. Default: 12.
    /// </summary>
    public int MaxConnections { get; set; } = 12;

    /// <summary>How long opening a connection may take. 1 to 60 s. Default: 5 s.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one statement may run before it is cancelled. 1 s to 5 min. Default: 5 s.</summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an operator's query, one sweep or the migrations may run. 1 s to 1 h. Default: 60 s.</summary>
    public TimeSpan MaintenanceTimeout { get; set; } = TimeSpan.FromSeconds(60);
}
