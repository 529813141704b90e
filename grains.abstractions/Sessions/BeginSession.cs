using Eudiplo.Grains.Abstractions.Clients;

namespace Eudiplo.Grains.Abstractions.Sessions;

/// <summary>An initial request to the Interactive Authorization Endpoint (OID4VCI 1.1, "Initial Request"), as read from the wire and not yet checked.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.BeginSession")]
public sealed record BeginSession
{
    /// <summary>The wire form that the wallet speaks.</summary>
    [Id(0)] public InteractiveDialect Dialect { get; init; }

    /// <summary>Who the sender says it is.</summary>
    [Id(1)] public PresentedCredentials Credentials { get; init; } = PresentedCredentials.None;

    /// <summary><c>response_type</c>.</summary>
    [Id(2)] public string? ResponseType { get; init; }

    /// <summary><c>client_id</c>.</summary>
    [Id(3)] public string? ClientId { get; init; }

    /// <summary><c>redirect_uri</c>.</summary>
    [Id(4)] public string? RedirectUri { get; init; }

    /// <summary><c>scope</c>.</summary>
    [Id(5)] public string? Scope { get; init; }

    /// <summary><c>authorization_details</c> as JSON text (RFC 9396).</summary>
    [Id(6)] public string? AuthorizationDetails { get; init; }

    /// <summary><c>code_challenge</c> (RFC 7636).</summary>
    [Id(7)] public string? CodeChallenge { get; init; }

    /// <summary><c>code_challenge_method</c>.</summary>
    [Id(8)] public string? CodeChallengeMethod { get; init; }

    /// <summary><c>interaction_types_supported</c>: comma-separated.</summary>
    [Id(9)] public string? InteractionTypesSupported { get; init; }

    /// <summary><c>issuer_state</c> from the credential offer.</summary>
    [Id(10)] public string? IssuerState { get; init; }

    /// <summary><c>state</c>.</summary>
    [Id(11)] public string? State { get; init; }

    /// <summary>Whether the request carried a <c>request_uri</c>, which only a browser may bring.</summary>
    [Id(12)] public bool HasRequestObject { get; init; }

    /// <summary>RFC 7638 thumbprint of the key of the request's verified DPoP proof; null without one.</summary>
    [Id(13)] public string? DpopThumbprint { get; init; }

    /// <summary>That key as a JWK, JSON text.</summary>
    [Id(14)] public string? DpopJwk { get; init; }

    /// <summary><c>dpop_jkt</c> (RFC 9449, section 10).</summary>
    [Id(15)] public string? DpopJkt { get; init; }

    /// <summary><c>request</c>: a signed request object (RFC 9101). What stands outside of it does not count.</summary>
    [Id(16)] public SecretText? RequestObject { get; init; }

    /// <summary>Names the request, where a request object in it may be used once: a second try of the same request is not a second use.</summary>
    [Id(17)] public Guid RequestId { get; init; }

    /// <summary><c>nonce</c>, for the ID token (OpenID Connect Core 1.0, section 3.1.2.1).</summary>
    [Id(18)] public string? Nonce { get; init; }

    /// <summary><c>ui_locales</c>: the languages that the user likes, apart by spaces (OpenID Connect Core 1.0, section 3.1.2.1).</summary>
    [Id(30)] public string? UiLocales { get; init; }
}
