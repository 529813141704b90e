using Eudiplo.Protocol.Presentations;

namespace Eudiplo.Grains.Steps;

/// <summary>What came of checking a presentation: exactly one of its members is not null.</summary>
internal sealed record CheckedPresentation
{
    private CheckedPresentation()
    {
    }

    /// <summary>The presentation, when it is accepted.</summary>
    public VerifiedPresentation? Presentation { get; private init; }

    /// <summary>What the status lists say of each credential of the presentation, in its order; null where none was asked.</summary>
    public IReadOnlyList<string?> Statuses { get; private init; } = [];

    /// <summary>Why it is refused, for the log.</summary>
    public StepFault? Refusal { get; private init; }

    /// <summary>Why it could not be checked, for the log.</summary>
    public StepFault? Obstacle { get; private init; }

    public static CheckedPresentation Verified(VerifiedPresentation presentation, IReadOnlyList<string?> statuses) =>
        new() { Presentation = presentation, Statuses = statuses };

    public static CheckedPresentation Refused(StepFault fault) => new() { Refusal = fault };

    public static CheckedPresentation Unavailable(StepFault fault) => new() { Obstacle = fault };

    /// <summary>Never the claims.</summary>
    public override string ToString() => (Refusal ?? Obstacle)?.ToString() ?? nameof(Verified);
}
