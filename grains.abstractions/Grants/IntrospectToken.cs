using Eudiplo.Grains.Abstractions.Clients;

namespace Eudiplo.Grains.Abstractions.Grants;

/// <summary>An introspection request (RFC 7662, section 2.1), as read from the wire and not yet checked.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.IntrospectToken")]
public sealed record IntrospectToken
{
    /// <summary>The resource server.</summary>
    [Id(0)] public PresentedCredentials Credentials { get; init; } = PresentedCredentials.None;

    /// <summary>The token, as it was presented to the resource server.</summary>
    [Id(1)] public required SecretText Token { get; init; }

    /// <summary>Whether the answer shall be a signed JWT (RFC 9701, section 4).</summary>
    [Id(2)] public bool AsJwt { get; init; }
}
