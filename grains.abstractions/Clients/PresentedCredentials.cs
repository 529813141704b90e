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
}
