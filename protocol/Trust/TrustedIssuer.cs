using Eudiplo.Protocol.Jose;

namespace Eudiplo.Protocol.Trust;

/// <summary>
/// An issuer that is trusted by name. One with <see cref="Keys"/> or <see cref="Anchors"/> is pinned to them: no other key and no
/// other authority speaks for it.
/// </summary>
/// <param name="Identifier">The value of <c>iss</c>, compared character by character.</param>
public sealed record TrustedIssuer(string Identifier)
{
    /// <summary>Its keys as configured, or null.</summary>
    public JwkSet? Keys { get; init; }

    /// <summary>The trust anchors of its own certificates, or null.</summary>
    public TrustAnchors? Anchors { get; init; }

    /// <summary>Whether its keys may be taken from its JWT VC issuer metadata when none are configured. Default false.</summary>
    public bool UseIssuerMetadata { get; init; }
}
