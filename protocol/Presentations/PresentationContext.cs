using Eudiplo.Protocol.Trust;

namespace Eudiplo.Protocol.Presentations;

/// <summary>What a presentation is verified against: the transaction, the trust, the time.</summary>
public sealed record PresentationContext
{
    /// <summary>The nonce of the request; every proof of holder binding must carry it.</summary>
    public required string Nonce { get; init; }

    /// <summary>The audiences of which a key binding JWT must name exactly one, character by character.</summary>
    public required IReadOnlyCollection<string> AcceptedAudiences { get; init; }

    /// <summary>Whose credentials are believed.</summary>
    public required TrustMaterial Trust { get; init; }

    /// <summary>The time of the verification.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>How far clocks may differ, for every time in credentials and proofs. Default 60 seconds.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How old a proof of holder binding may be when it arrives. Default 5 minutes.</summary>
    public TimeSpan HolderBindingMaxAge { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The CBOR of the mdoc SessionTranscript of this request; null where no mdoc is asked for.</summary>
    public ReadOnlyMemory<byte>? SessionTranscript { get; init; }
}
