namespace Eudiplo.Grains.Abstractions.Clients;

/// <summary>What a request brought to show which OAuth client sends it (RFC 6749, section 2.3). Nothing in it has been checked yet.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.PresentedCredentials")]
public sealed record PresentedCredentials
{
    /// <summary>A request that says nothing of its client.</summary>
    public static PresentedCredentials None { get; } = new();

    /// <summary>How the client presented itself.</summary>
    [Id(0)] public ClientAuthenticationMethod Method { get; init; }

    /// <summary>The client identifier, where one was given.</summary>
    [Id(1)] public string? ClientId { get; init; }

    /// <summary>The client secret of <see cref="ClientAuthenticationMethod.ClientSecretBasic"/> and <see cref="ClientAuthenticationMethod.ClientSecretPost"/>.</summary>
    [Id(2)] public SecretText? Secret { get; init; }

    /// <summary><c>client_assertion</c> of <see cref="ClientAuthenticationMethod.PrivateKeyJwt"/>.</summary>
    [Id(3)] public SecretText? Assertion { get; init; }

    /// <summary>The header <c>OAuth-Client-Attestation</c>.</summary>
    [Id(4)] public SecretText? Attestation { get; init; }

    /// <summary>The header <c>OAuth-Client-Attestation-PoP</c>.</summary>
    [Id(5)] public SecretText? AttestationProof { get; init; }

    /// <summary>Whether the attestation's proof has a challenge of this server in it that is still fresh.</summary>
    [Id(6)] public bool HasFreshChallenge { get; init; }

    /// <summary>Names the request, where a proof in it may be used once: a second try of the same request is not a second use.</summary>
    [Id(7)] public Guid RequestId { get; init; }

    /// <summary>Whether the attestation's proof has a challenge at all, whosever it is.</summary>
    [Id(8)] public bool HasChallenge { get; init; }

    /// <summary>RFC 7638 thumbprint of the key of the request's verified DPoP proof, where that stands for the attestation's own; else null.</summary>
    [Id(9)] public string? DpopThumbprint { get; init; }

    /// <summary>Whether an attestation came without a proof of its own: then the DPoP proof of the request stands for it.</summary>
    public bool IsProvenByDpop => Method == ClientAuthenticationMethod.Attestation && AttestationProof is null;
}
