namespace Eudiplo.Grains.Abstractions.Sessions;

/// <summary>A browser that comes back from the page of a web step.</summary>
/// <param name="TicketSecret">The secret part of the return URL's ticket.</param>
/// <param name="BrowserSecret">The secret of the browser's cookie; null when it has none.</param>
[GenerateSerializer, Immutable, Alias("eudiplo.ReturnBrowser")]
public sealed record ReturnBrowser(
    [property: Id(0)] SecretText TicketSecret,
    [property: Id(1)] SecretText? BrowserSecret);
