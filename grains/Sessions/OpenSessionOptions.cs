namespace Eudiplo.Grains.Sessions;

/// <summary>How many sessions may be open at once: section <c>Eudiplo:Sessions</c>.</summary>
public sealed class OpenSessionOptions
{
    /// <summary>
    /// Sessions of one client of one tenant that have neither ended nor expired: 1 to 1,000,000,000. Default 1,000,000. A tenant, and a
    /// registered client, may have a number of its own.
    /// </summary>
    public int OpenPerClient { get; set; } = 1_000_000;

    /// <summary>What is wrong with the values; null when nothing is.</summary>
    public string? Problem() => OpenPerClient is < 1 or > 1_000_000_000
        ? "Eudiplo:Sessions:OpenPerClient must be between 1 and 1,000,000,000. Leave it out for 1,000,000."
        : null;
}
