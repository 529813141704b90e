using Eudiplo.Grains.Abstractions.Clients;

namespace Eudiplo.Grains.Abstractions.Grants;

/// <summary>A token request with <c>grant_type=refresh_token</c> (RFC 6749, section 6), as read from the wire and not yet checked.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.RefreshGrant")]
public sealed record RefreshGrant
{
    /// <summary>Who the sender says it is.</summary>
    [Id(0)] public PresentedCredentials Credentials { get; init; } = PresentedCredentials.None;

    /// <summary>The secret part of <c>refresh_token</c>.</summary>
    [Id(1)] public required SecretText TokenSecret { get; init; }

    /// <summary><c>scope</c>: null asks for what was granted.</summary>
    [Id(2)] public string? Scope { get; init; }

    /// <summary>RFC 7638 thumbprint of the key of the request's verified DPoP proof; null without one.</summary>
    [Id(3)] public string? DpopThumbprint { get; init; }

    /// <summary>
    /// Names this one request of a wallet among the gateway's tries, as in <c>RedeemCode</c>: they get one answer, whatever the tenant's grace. 32
    /// random bytes, or null.
    /// </summary>
    [Id(4)] public byte[]? Attempt { get; init; }
}
