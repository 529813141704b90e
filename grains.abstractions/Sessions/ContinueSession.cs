using Eudiplo.Grains.Abstractions.Clients;

namespace Eudiplo.Grains.Abstractions.Sessions;

/// <summary>A follow-up request of the wallet (OID4VCI 1.1, "Follow-up Request"), as read from the wire and not yet checked.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.ContinueSession")]
public sealed record ContinueSession
{
    /// <summary>Who the sender says it is.</summary>
    [Id(0)] public PresentedCredentials Credentials { get; init; } = PresentedCredentials.None;

    /// <summary>
    /// The secret part of <c>auth_session</c>, or null when the request named the session by its id alone, which only a web step that is
    /// confirmed by the <c>code_verifier</c> accepts.
    /// </summary>
    [Id(1)] public SecretText? StepSecret { get; init; }

    /// <summary><c>openid4vp_response</c> as JSON text.</summary>
    [Id(2)] public string? PresentationResponse { get; init; }

    /// <summary><c>code_verifier</c> (RFC 7636).</summary>
    [Id(3)] public SecretText? CodeVerifier { get; init; }

    /// <summary>
    /// SHA-256 of the request's body, less an assertion of the client that works once: the same request again gets the same answer again. 32
    /// bytes, and as secret as the body.
    /// </summary>
    [Id(4)] public required byte[] RequestDigest { get; init; }

    /// <summary>Further parameters, which a custom interaction type may ask for; null when there are none.</summary>
    [Id(5)] public IReadOnlyDictionary<string, string>? Parameters { get; init; }

    /// <summary>RFC 7638 thumbprint of the key of the request's verified DPoP proof; null without one.</summary>
    [Id(6)] public string? DpopThumbprint { get; init; }
}
