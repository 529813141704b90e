namespace Eudiplo.Grains.Abstractions.Sessions;

/// <summary>An interaction that the wallet must complete next (OID4VCI 1.1, "Interaction Required Response").</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.RequiredInteraction")]
public sealed record RequiredInteraction
{
    /// <summary>The interaction type, by its bare name; a dialect writes it in its own.</summary>
    [Id(0)] public required string Type { get; init; }

    /// <summary>The new <c>auth_session</c>.</summary>
    [Id(1)] public required SecretText AuthSession { get; init; }

    /// <summary>The OpenID4VP request as the text of a JSON object, for a presentation.</summary>
    [Id(2)] public string? PresentationRequest { get; init; }

    /// <summary>The <c>request_uri</c> that the wallet opens in a browser, for a web step.</summary>
    [Id(3)] public SecretText? RequestUri { get; init; }

    /// <summary>The lifetime of <see cref="RequestUri"/> in seconds.</summary>
    [Id(4)] public int? ExpiresIn { get; init; }

    /// <summary>Further members of the answer as the text of a JSON object, for a custom interaction type.</summary>
    [Id(5)] public string? Members { get; init; }
}
