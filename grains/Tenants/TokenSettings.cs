namespace Eudiplo.Grains.Tenants;

/// <summary>How long codes and tokens live.</summary>
public sealed record TokenSettings
{
    /// <summary>The life of an authorization code, in seconds: 5 to 600 (RFC 6749, section 4.1.2, recommends ten minutes at most). Default 60.</summary>
    public int CodeLifetimeSeconds { get; init; } = 60;

    /// <summary>The life of an access token, in seconds: 10 to 86,400. Default 600.</summary>
    public int AccessTokenLifetimeSeconds { get; init; } = 600;
}
