namespace Eudiplo.Grains.Abstractions.Sessions;

/// <summary>A browser that opens the <c>request_uri</c> of a web step (RFC 9126, section 4).</summary>
/// <param name="ClientId"><c>client_id</c> of the request.</param>
/// <param name="RequestUriSecret">The secret part of <c>request_uri</c>.</param>
/// <param name="BrowserSecret">The secret of the browser's cookie, or the one that it is about to be given: 32 bytes in base64url.</param>
[GenerateSerializer, Immutable, Alias("eudiplo.OpenBrowser")]
public sealed record OpenBrowser(
    [property: Id(0)] string? ClientId,
    [property: Id(1)] SecretText RequestUriSecret,
    [property: Id(2)] SecretText BrowserSecret)
{
    /// <summary>
    /// Whether the browser has yet to show that it keeps the cookie. Then it is only said whether the <c>request_uri</c> opens: the reply is
    /// empty or a refusal, and nothing is bound.
    /// </summary>
    [Id(3)] public bool OnlyLooks { get; init; }
}
