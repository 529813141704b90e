namespace Eudiplo.Grains.Abstractions.Sessions;

/// <summary>Where a browser goes next: to the page of the web step, or nowhere with an error that is shown and never redirected.</summary>
/// <param name="Location">The URL to redirect to; null on an error.</param>
/// <param name="Error">The refusal, or null.</param>
[GenerateSerializer, Immutable, Alias("eudiplo.BrowserReply")]
public sealed record BrowserReply(
    [property: Id(0)] string? Location,
    [property: Id(1)] ProtocolError? Error);
