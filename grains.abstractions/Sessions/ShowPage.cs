namespace Eudiplo.Grains.Abstractions.Sessions;

/// <summary>A browser on the page of a presentation.</summary>
/// <param name="BrowserSecret">The secret of the browser's cookie; null when it has none.</param>
/// <param name="ResponseCode">The secret of the <c>response_code</c> that the wallet sent it with; null for none.</param>
[GenerateSerializer, Immutable, Alias("eudiplo.ShowPage")]
public sealed record ShowPage(
    [property: Id(0)] SecretText? BrowserSecret,
    [property: Id(1)] SecretText? ResponseCode);
