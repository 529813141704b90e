namespace Eudiplo.Grains.Abstractions.Sessions;

/// <summary>The pages that a browser may be shown between two redirects.</summary>
[GenerateSerializer, Alias("eudiplo.BrowserPageKind")]
public enum BrowserPageKind
{
    /// <summary>Nothing is left to do here: the user goes back to the wallet.</summary>
    Done = 0,

    /// <summary>The tenant's backend has not confirmed the web step yet: the page looks again by itself.</summary>
    Waiting = 1,

    /// <summary>The session failed.</summary>
    Failed = 2,

    /// <summary>A wallet is asked for a presentation: a code to scan, and a link for a wallet on the same device.</summary>
    Presentation = 3,

    /// <summary>A wallet on the same device has answered, and brings the user on.</summary>
    Answered = 4,
}
