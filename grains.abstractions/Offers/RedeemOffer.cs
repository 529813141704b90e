using Eudiplo.Grains.Abstractions.Clients;

namespace Eudiplo.Grains.Abstractions.Offers;

/// <summary>A token request with a pre-authorized code (OID4VCI, "Token Request"), as read from the wire and not yet checked.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.RedeemOffer")]
public sealed record RedeemOffer
{
    /// <summary>Who the sender says it is; nobody, for a wallet that comes without a client id.</summary>
    [Id(0)] public PresentedCredentials Credentials { get; init; } = PresentedCredentials.None;

    /// <summary>The secret part of <c>pre-authorized_code</c>.</summary>
    [Id(1)] public required SecretText CodeSecret { get; init; }

    /// <summary><c>tx_code</c>.</summary>
    [Id(2)] public SecretText? TransactionCode { get; init; }

    /// <summary>RFC 7638 thumbprint of the key of the request's verified DPoP proof; null without one.</summary>
    [Id(3)] public string? DpopThumbprint { get; init; }

    /// <summary>Names this one request of a wallet among the gateway's tries, as in <c>RedeemCode</c>: 32 random bytes, or null.</summary>
    [Id(4)] public byte[]? Attempt { get; init; }
}
