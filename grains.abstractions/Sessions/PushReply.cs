namespace Eudiplo.Grains.Abstractions.Sessions;

/// <summary>The answer to a pushed authorization request (RFC 9126, section 2.2).</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.PushReply")]
public sealed record PushReply
{
    /// <summary>The refusal, or null.</summary>
    [Id(0)] public ProtocolError? Error { get; init; }

    /// <summary>The <c>request_uri</c>; null on an error.</summary>
    [Id(1)] public SecretText? RequestUri { get; init; }

    /// <summary>Its lifetime in seconds.</summary>
    [Id(2)] public int ExpiresIn { get; init; }
}
