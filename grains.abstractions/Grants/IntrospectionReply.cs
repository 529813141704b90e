namespace Eudiplo.Grains.Abstractions.Grants;

/// <summary>The answer of the introspection endpoint.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.IntrospectionReply")]
public sealed record IntrospectionReply
{
    /// <summary>The refusal, or null.</summary>
    [Id(0)] public ProtocolError? Error { get; init; }

    /// <summary>The answer as UTF-8 JSON (RFC 7662, section 2.2), unless a JWT was asked for.</summary>
    [Id(1)] public byte[]? Json { get; init; }

    /// <summary>The answer as a signed JWT (RFC 9701, section 5), when that was asked for.</summary>
    [Id(2)] public SecretText? Jwt { get; init; }
}
