using System.Diagnostics.CodeAnalysis;

namespace Eudiplo.Grains.Http;

/// <summary>What came of a request: a response, of whatever status, or a failure.</summary>
public sealed record OutboundReply
{
    private OutboundReply()
    {
    }

    /// <summary>Why there is no response; null when there is one.</summary>
    public OutboundFailure? Failure { get; private init; }

    /// <summary>Whether a response came.</summary>
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsResponse => Failure is null;

    /// <summary>The status; 0 without a response.</summary>
    public int Status { get; private init; }

    /// <summary>The media type without parameters, in lower case; null where none was named.</summary>
    public string? MediaType { get; private init; }

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Body { get; private init; }

    /// <summary>Whether the status is one of success.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>A response.</summary>
    public static OutboundReply Response(int status, string? mediaType, ReadOnlyMemory<byte> body) =>
        new() { Status = status, MediaType = mediaType?.ToLowerInvariant(), Body = body };

    /// <summary>A failure.</summary>
    public static OutboundReply Failed(OutboundFailure failure) => new() { Failure = failure };

    /// <summary>The outcome in a word, for the log: the status or the failure.</summary>
    public override string ToString() => Failure?.ToString() ?? $"HTTP {Status}";
}
