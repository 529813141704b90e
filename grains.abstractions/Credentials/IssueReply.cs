namespace Eudiplo.Grains.Abstractions.Credentials;

/// <summary>The answer of the credential endpoint or the notification endpoint.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.IssueReply")]
public sealed record IssueReply
{
    /// <summary>The refusal, or null. With status 401 it is an authorization error (RFC 6750, section 3).</summary>
    [Id(0)] public ProtocolError? Error { get; init; }

    /// <summary>Whether an authorization error is one of the scheme <c>DPoP</c>.</summary>
    [Id(1)] public bool IsDpop { get; init; }

    /// <summary>The credential response as UTF-8 JSON.</summary>
    [Id(2)] public byte[]? Json { get; init; }

    /// <summary>The credential response as a JWE in compact serialization, when the wallet asked for that.</summary>
    [Id(3)] public string? Encrypted { get; init; }

    /// <summary>Never the credentials.</summary>
    public override string ToString() => $"{nameof(IssueReply)} {Error}";
}
