namespace Eudiplo.Grains.Abstractions.Credentials;

/// <summary>How a request to a protected resource shows its access token (RFC 6750, section 2.1; RFC 9449, section 7.1). Nothing in it has been checked yet.</summary>
/// <param name="Token">The token.</param>
/// <param name="IsDpop">Whether it came with the scheme <c>DPoP</c>; otherwise with <c>Bearer</c>.</param>
/// <param name="DpopProofs">The values of the <c>DPoP</c> header.</param>
[GenerateSerializer, Immutable, Alias("eudiplo.PresentedAccessToken")]
public sealed record PresentedAccessToken(
    [property: Id(0)] SecretText Token,
    [property: Id(1)] bool IsDpop,
    [property: Id(2)] IReadOnlyList<string> DpopProofs);
