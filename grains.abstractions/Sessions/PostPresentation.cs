namespace Eudiplo.Grains.Abstractions.Sessions;

/// <summary>A wallet's answer to a presentation request, posted to its <c>response_uri</c>.</summary>
/// <param name="LinkSecret">The secret of the request's link.</param>
/// <param name="Response">The answer, as the text of a JSON object with <c>response</c>, or with the wallet's <c>error</c>.</param>
[GenerateSerializer, Immutable, Alias("eudiplo.PostPresentation")]
public sealed record PostPresentation(
    [property: Id(0)] SecretText LinkSecret,
    [property: Id(1)] SecretText Response);
