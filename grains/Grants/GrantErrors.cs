using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Grants;

namespace Eudiplo.Grains.Grants;

/// <summary>Refusals of grants.</summary>
internal static class GrantErrors
{
    /// <summary>One text for every reason: which tokens exist, and whose they are, is nobody else's business.</summary>
    public static ProtocolError InvalidRefreshToken { get; } =
        new("invalid_grant", "The refresh token is unknown, expired, used, or was not issued for this request.");

    /// <summary>The grant of a code cannot be made.</summary>
    public static ProtocolError InvalidCode { get; } =
        new("invalid_grant", "The code is unknown, expired, used, or was not issued for this request.");

    /// <summary>One text for every reason.</summary>
    public static ProtocolError InvalidAssertion { get; } = new("invalid_grant", "The assertion is not valid here, has expired, or was used.");

    /// <summary>The grants of a client were revoked in bulk while it asked for one more: it has lost nothing, and may ask again.</summary>
    public static ProtocolError RevokedMeanwhile { get; } = new("temporarily_unavailable", "The grants of this client were revoked just now. Try again.", 503);

    /// <summary>More was asked for than was granted (RFC 6749, section 6).</summary>
    public static ProtocolError InvalidScope { get; } = new("invalid_scope", "The scope exceeds the one that was granted.");

    /// <summary>The URL names no tenant.</summary>
    public static ProtocolError UnknownTenant { get; } = new("invalid_request", "There is no such tenant.", 404);

    /// <summary>A resource server has to authenticate.</summary>
    public static ProtocolError AuthenticationNeeded { get; } = new("invalid_client", "Client authentication failed.", 401);

    /// <summary>The client may not do this.</summary>
    public static ProtocolError NotPermitted { get; } = new("unauthorized_client", "This client is not allowed to do this.", 403);

    /// <summary>A client may revoke its own tokens only (RFC 7009, section 2.1).</summary>
    public static ProtocolError OtherClient { get; } = new("unauthorized_client", "The token was not issued to this client.");

    /// <summary>The tenant's webhook keeps the token alive.</summary>
    public static ProtocolError Bypassed { get; } = new("access_denied", "The issuer does not allow this revocation.", 403);

    /// <summary>A grant is not made: what it would have come from was used, or was revoked while the row was written.</summary>
    public static ProtocolError NotMade(GrantType type) => type switch
    {
        GrantType.ClientCredentials => RevokedMeanwhile,
        GrantType.JwtBearer => InvalidAssertion,
        _ => InvalidCode,
    };
}
