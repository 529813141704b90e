using Eudiplo.Grains.Abstractions.Clients;

namespace Eudiplo.Grains.Abstractions.Grants;

/// <summary>A revocation request (RFC 7009, section 2.1), as read from the wire and not yet checked.</summary>
/// <param name="Credentials">Who the sender says it is.</param>
/// <param name="Token">An access token or a refresh token.</param>
[GenerateSerializer, Immutable, Alias("eudiplo.RevokeToken")]
public sealed record RevokeToken(
    [property: Id(0)] PresentedCredentials Credentials,
    [property: Id(1)] SecretText Token);
