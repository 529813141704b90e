namespace Eudiplo.Grains.Abstractions;

/// <summary>What a client is told when a request is refused: an OAuth error (RFC 6749, section 5.2) without secrets or personal data.</summary>
/// <param name="Code">The <c>error</c> member.</param>
/// <param name="Description">The <c>error_description</c> member.</param>
/// <param name="Status">The HTTP status: 400 unless the specification of the error says otherwise.</param>
[GenerateSerializer, Immutable, Alias("eudiplo.ProtocolError")]
public sealed record ProtocolError(
    [property: Id(0)] string Code,
    [property: Id(1)] string Description,
    [property: Id(2)] int Status = 400)
{
    /// <summary>After how many seconds the client may try again, for 429 and 503 (RFC 9110, section 10.2.3); null for one.</summary>
    [Id(3)] public int? RetryAfterSeconds { get; init; }
}
