namespace Eudiplo.Grains.Abstractions.Grants;

/// <summary>How a grant came to be: the <c>grant_type</c> of its first token request.</summary>
[GenerateSerializer, Alias("eudiplo.GrantType")]
public enum GrantType
{
    /// <summary><c>authorization_code</c> (RFC 6749, section 4.1).</summary>
    AuthorizationCode = 0,

    /// <summary><c>client_credentials</c> (RFC 6749, section 4.4).</summary>
    ClientCredentials = 1,

    /// <summary><c>urn:ietf:params:oauth:grant-type:jwt-bearer</c> (RFC 7523, section 2.1).</summary>
    JwtBearer = 2,

    /// <summary><c>urn:ietf:params:oauth:grant-type:pre-authorized_code</c> (OID4VCI, "Pre-Authorized Code Flow").</summary>
    PreAuthorizedCode = 3,
}
