namespace Eudiplo.Grains.Abstractions.Grants;

/// <summary>What a grant can be opened by.</summary>
[GenerateSerializer, Alias("eudiplo.GrantTokenKind")]
public enum GrantTokenKind
{
    /// <summary>The authorization code, or pre-authorized code, that the grant came from.</summary>
    Code = 0,

    /// <summary>One of its access tokens that have not expired.</summary>
    AccessToken = 1,

    /// <summary>Its newest ID token.</summary>
    IdToken = 2,

    /// <summary>Its newest refresh token.</summary>
    RefreshToken = 3,
}
