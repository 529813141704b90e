namespace Eudiplo.Load.Limits;

/// <summary>What `limits` measures, and how.</summary>
public sealed record LimitsOptions
{
    /// <summary>Which of kestrel, pgbench, sqlite and signatures.</summary>
    public required IReadOnlyList<string> Kinds { get; init; }

    /// <summary>Connections, and clients of the one-row statements.</summary>
    public required int Concurrency { get; init; }

    /// <summary>Time for each figure.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Rows of a statement or transaction, where they travel together.</summary>
    public required int Rows { get; init; }

    /// <summary>Connection string of the PostgreSQL server; null: no figures of it.</summary>
    public string? Database { get; init; }

    /// <summary>The program pgbench; null where it is not installed.</summary>
    public string? PgBench { get; init; }

    /// <summary>Where the SQLite file is put.</summary>
    public required string SqliteDirectory { get; init; }

    /// <summary>Whether the result goes to standard output as JSON.</summary>
    public bool Json { get; init; }
}
