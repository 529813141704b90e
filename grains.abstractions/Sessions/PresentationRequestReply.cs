namespace Eudiplo.Grains.Abstractions.Sessions;

/// <summary>The answer to a wallet that fetches a presentation request.</summary>
/// <param name="RequestObject">The signed request (OpenID4VP 1.0, section 5.7); null on an error.</param>
/// <param name="Error">The refusal, or null.</param>
[GenerateSerializer, Immutable, Alias("eudiplo.PresentationRequestReply")]
public sealed record PresentationRequestReply(
    [property: Id(0)] string? RequestObject,
    [property: Id(1)] ProtocolError? Error);
