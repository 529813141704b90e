namespace Eudiplo.Storage.Options;

/// <summary>Where states are kept and what encrypts them. Bound from <c>Eudiplo:Storage</c>.</summary>
public sealed class StorageOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Eudiplo:Storage";

    /// <summary>The connection string when none is configured and the provider is SQLite.</summary>
    public const string DefaultSqliteConnectionString = "Data Source=data/eudiplo.db";

    /// <summary>The database. Default: SQLite.</summary>
    public StorageProvider Provider { get; set; } = StorageProvider.Sqlite;

    /// <summary>
    /// The connection string: for SQLite <c>Data Source=path</c> (a relative path is meant from the content root), for PostgreSQL what Npgsql
    /// takes (<c>Host=…;Database=…;Username=…;Password=…</c>). Default for SQLite: <c>data/eudiplo.db</c>; PostgreSQL has no default.
    /// </summary>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// A file that holds the master key: 32 random bytes in base64. It wraps the key ring in the database. Null with SQLite: a file
    /// <c>master.key</c> beside the database, made on first start. PostgreSQL needs this or <see cref="MasterKeyCertificate"/>.
    /// </summary>
    public string? MasterKeyFile { get; set; }

    /// <summary>A certificate with an RSA private key (PFX, or PEM with certificate and key) that wraps the key ring instead of a key file.</summary>
    public string? MasterKeyCertificate { get; set; }

    /// <summary>The password of <see cref="MasterKeyCertificate"/>, where it has one.</summary>
    public string? MasterKeyCertificatePassword { get; set; }

    /// <summary>
    /// The master key that the database was under until now. What it wraps is wrapped anew by the configured one at start, in one transaction
    /// with everything else that the start does; take the option away once every process has started so. Default: none.
    /// </summary>
    public MasterKeyReference? PreviousMasterKey { get; set; }

    /// <summary>
    /// The master key that will take over: what other processes have already wrapped by it can be read, and nothing is written by it. For
    /// databases that several processes share; all of them have it before the first one makes it its own. Default: none.
    /// </summary>
    public MasterKeyReference? NextMasterKey { get; set; }

    /// <summary>How long a key of the key ring encrypts before a new one takes over; it decrypts for ever. 7 days or more. Default: 90 days.</summary>
    public TimeSpan KeyLifetime { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long one read or write may take, waiting included, before it fails as unavailable. 1 s to 5 min. Default: 10 s.</summary>
    public TimeSpan OperationTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many writes may share one commit. 1 to 4,096. Default: 256.</summary>
    public int MaxBatch { get; set; } = 256;

    /// <summary>How many operations may wait before further ones are refused as unavailable. 1 or more. Default: 20,000.</summary>
    public int MaxPending { get; set; } = 20_000;

    /// <summary>The largest state that is stored, in bytes of its JSON text. 1 KiB to 64 MiB. Default: 1 MiB.</summary>
    public int MaxStateBytes { get; set; } = 1024 * 1024;

    /// <summary>What only SQLite has.</summary>
    public SqliteOptions Sqlite { get; set; } = new();

    /// <summary>What only PostgreSQL has.</summary>
    public PostgreSqlOptions PostgreSql { get; set; } = new();

    /// <summary>The sweeper that removes expired rows.</summary>
    public SweeperOptions Sweeper { get; set; } = new();
}
