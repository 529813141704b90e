namespace Eudiplo.Grains.Sessions;

/// <summary>
/// What a presentation step needs beside its nonce to recognise its answer, and to give its own again. It ends with the step.
/// </summary>
[GenerateSerializer, Immutable, Alias("eudiplo.PresentationChallenge")]
public sealed record PresentationChallenge
{
    /// <summary>
    /// The request as it was sent, where it cannot be written again in the same words: signatures are never twice the same. JSON text;
    /// null for a plain unsigned request.
    /// </summary>
    [Id(0)] public string? Request { get; init; }

    /// <summary>The private key that the answer is encrypted to, PKCS #8; null where it is not to be encrypted.</summary>
    [Id(1)] public byte[]? ResponseKey { get; init; }

    /// <summary>How often the claims webhook refused a presentation of this step.</summary>
    [Id(2)] public int WebhookRefusals { get; init; }

    /// <summary>The <c>client_id</c> of a request that is fetched by its <c>request_uri</c>; null for one at the interactive endpoint.</summary>
    [Id(10)] public string? ClientId { get; init; }

    /// <summary>Never the key.</summary>
    public override string ToString() => nameof(PresentationChallenge);
}
