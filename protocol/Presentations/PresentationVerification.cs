using System.Diagnostics.CodeAnalysis;

namespace Eudiplo.Protocol.Presentations;

/// <summary>The outcome of verifying a <c>vp_token</c>: a presentation or a failure.</summary>
public sealed record PresentationVerification
{
    private PresentationVerification(VerifiedPresentation? presentation, VerificationFailure? failure) =>
        (Presentation, Failure) = (presentation, failure);

    /// <summary>The presentation, when it was verified.</summary>
    public VerifiedPresentation? Presentation { get; }

    /// <summary>The failure, when it was refused.</summary>
    public VerificationFailure? Failure { get; }

    /// <summary>Whether it was verified.</summary>
    [MemberNotNullWhen(true, nameof(Presentation))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsVerified => Presentation is not null;

    /// <summary>A verified presentation.</summary>
    public static implicit operator PresentationVerification(VerifiedPresentation presentation) => new(presentation, null);

    /// <summary>A refused one.</summary>
    public static implicit operator PresentationVerification(VerificationFailure failure) => new(null, failure);
}
