using Eudiplo.Grains.Abstractions.Clients;

namespace Eudiplo.Grains.Abstractions.Sessions;

/// <summary>A token request with <c>grant_type=authorization_code</c> (RFC 6749, section 4.1.3), as read from the wire and not yet checked.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.RedeemCode")]
public sealed record RedeemCode
{
    /// <summary>Who the sender says it is.</summary>
    [Id(0)] public PresentedCredentials Credentials { get; init; } = PresentedCredentials.None;

    /// <summary>The secret part of <c>code</c>.</summary>
    [Id(1)] public required SecretText CodeSecret { get; init; }

    /// <summary><c>code_verifier</c> (RFC 7636).</summary>
    [Id(2)] public SecretText? CodeVerifier { get; init; }

    /// <summary><c>redirect_uri</c>.</summary>
    [Id(3)] public string? RedirectUri { get; init; }

    /// <summary>RFC 7638 thumbprint of the key of the request's verified DPoP proof; null without one.</summary>
    [Id(4)] public string? DpopThumbprint { get; init; }

    /// <summary>
    /// Names this one request of a wallet: 32 random bytes, which the gateway makes and sends along with each of its own tries. The tries of one
    /// request get one answer; another request with the same code is another use of it. Null: no try is made again.
    /// </summary>
    [Id(5)] public byte[]? Attempt { get; init; }
}
