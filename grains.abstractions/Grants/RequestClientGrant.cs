using Eudiplo.Grains.Abstractions.Clients;

namespace Eudiplo.Grains.Abstractions.Grants;

/// <summary>A token request with <c>grant_type=client_credentials</c> (RFC 6749, section 4.4.2), as read from the wire and not yet checked.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.RequestClientGrant")]
public sealed record RequestClientGrant
{
    /// <summary>Who the sender says it is.</summary>
    [Id(0)] public PresentedCredentials Credentials { get; init; } = PresentedCredentials.None;

    /// <summary><c>scope</c>: null asks for all that the client may have.</summary>
    [Id(1)] public string? Scope { get; init; }

    /// <summary>RFC 7638 thumbprint of the key of the request's verified DPoP proof; null without one.</summary>
    [Id(2)] public string? DpopThumbprint { get; init; }

    /// <summary><c>assertion</c>: with it, the request is one with <c>grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer</c> (RFC 7523, section 2.1).</summary>
    [Id(3)] public SecretText? Assertion { get; init; }
}
