namespace Eudiplo.Grains.Tenants;

/// <summary>How long codes and tokens live.</summary>
public sealed record TokenSettings
{
    /// <summary>The life of an authorization code, in seconds: 5 to 600 (RFC 6749, section 4.1.2, recommends ten minutes at most). Default 60.</summary>
    public int CodeLifetimeSeconds { get; init; } = 60;

    /// <summary>The life of an access token, in seconds: 10 to 86,400. Default 600.</summary>
    public int AccessTokenLifetimeSeconds { get; init; } = 600;

    /// <summary>
    /// What access tokens are: <c>opaque</c> (known here only) or <c>jwt</c> (RFC 9068: whoever has the tenant's JWKS can read them; one that
    /// was revoked is told from one that was not by introspection only). Default <c>opaque</c>.
    /// </summary>
    public AccessTokenFormat AccessTokenFormat { get; init; } = AccessTokenFormat.Opaque;

    /// <summary>Whether a redeemed code, pre-authorized or not, gives a refresh token as well. Default true.</summary>
    public bool RefreshTokens { get; init; } = true;

    /// <summary>The life of a refresh token from its issue, in seconds: 60 to 31,536,000. Default 2,592,000 (30 days).</summary>
    public int RefreshTokenLifetimeSeconds { get; init; } = 2_592_000;

    /// <summary>The life of a grant however often it is refreshed, in seconds: 60 to 315,360,000. Default 7,776,000 (90 days).</summary>
    public int GrantLifetimeSeconds { get; init; } = 7_776_000;

    /// <summary>
    /// How long the refresh token that was exchanged last still gets the same answer again, in seconds: 0 to 60. It is for the wallet whose
    /// answer was lost on its way. Default 10.
    /// </summary>
    public int RefreshGraceSeconds { get; init; } = 10;
}
