namespace Eudiplo.Grains.Tenants;

/// <summary>How long sessions live, and what is left of them afterwards.</summary>
public sealed record SessionSettings
{
    /// <summary>The life of a session from its first request, in seconds: 30 to 86,400. Default 600.</summary>
    public int LifetimeSeconds { get; init; } = 600;

    /// <summary>How many times one step may be answered wrongly before the session fails: 1 to 100. Default 5.</summary>
    public int AttemptsPerStep { get; init; } = 5;

    /// <summary>What happens to an expired session: <c>full</c> deletes its row, <c>anonymize</c> leaves status and times. Default <c>full</c>.</summary>
    public SessionCleanup Cleanup { get; init; } = SessionCleanup.Full;

    /// <summary>How long an anonymized row stays, in days: 1 to 3,650. Default 90.</summary>
    public int RetainDays { get; init; } = 90;

    /// <summary>How long the <c>request_uri</c> of a web step can be opened, in seconds: 10 to 3,600. Default 300.</summary>
    public int RequestUriLifetimeSeconds { get; init; } = 300;

    /// <summary>
    /// How many sessions of one client may be open at once, that is neither ended nor expired: 1 to 1,000,000,000. All wallets with one
    /// <c>client_id</c> share it. Left out: what the server's configuration says.
    /// </summary>
    public int? OpenPerClient { get; init; }
}
