namespace Eudiplo.Grains.Abstractions.Sessions;

/// <summary>The answer to a wallet that posted a presentation.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.PresentationResponseReply")]
public sealed record PresentationResponseReply
{
    /// <summary>Where the wallet sends the user's browser (OpenID4VP 1.0, section 8.2); null for nowhere.</summary>
    [Id(0)] public SecretText? RedirectUri { get; init; }

    /// <summary>The refusal, or null.</summary>
    [Id(1)] public ProtocolError? Error { get; init; }
}
