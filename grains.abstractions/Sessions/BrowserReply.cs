namespace Eudiplo.Grains.Abstractions.Sessions;

/// <summary>Where a browser goes next, or what it is shown: one of a location, a page, and an error that is shown and never redirected.</summary>
/// <param name="Location">The URL to redirect to; null otherwise.</param>
/// <param name="Error">The refusal, or null.</param>
[GenerateSerializer, Immutable, Alias("eudiplo.BrowserReply")]
public sealed record BrowserReply(
    [property: Id(0)] string? Location,
    [property: Id(1)] ProtocolError? Error)
{
    /// <summary>The page; null otherwise.</summary>
    [Id(2)] public BrowserPage? Page { get; init; }

    /// <summary><c>ui_locales</c> of the session whose page this is: language tags, the liked best first, apart by spaces; null for none.</summary>
    [Id(3)] public string? UiLocales { get; init; }

    /// <summary>Never the location, which may hold a code.</summary>
    public override string ToString() => $"{nameof(BrowserReply)} {Error?.Code ?? Page?.Kind.ToString()}";
}
