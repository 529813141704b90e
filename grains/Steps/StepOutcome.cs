using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Sessions;

namespace Eudiplo.Grains.Steps;

/// <summary>What came of a wallet's answer to a step.</summary>
public abstract record StepOutcome
{
    private StepOutcome()
    {
    }

    /// <summary>The step is done.</summary>
    /// <param name="Data">What it found out.</param>
    /// <param name="Status">The state that the session passes through.</param>
    public sealed record Completed(CompletedStep Data, SessionStatus Status) : StepOutcome;

    /// <summary>The request was not an answer to this step: nothing changes, and nothing is counted.</summary>
    /// <param name="Error">What the wallet is told.</param>
    public sealed record NotAnswered(ProtocolError Error) : StepOutcome;

    /// <summary>The answer was wrong: the step stays open for another try, up to the tenant's limit.</summary>
    /// <param name="Error">What the wallet is told.</param>
    /// <param name="Fault">What an operator is told: which check failed.</param>
    public sealed record Refused(ProtocolError Error, StepFault Fault) : StepOutcome
    {
        /// <summary>What the step remembers of the refusal; null for nothing.</summary>
        public PresentationChallenge? Presentation { get; init; }
    }

    /// <summary>The answer could not be checked just now, through no fault of the wallet: nothing changes, and nothing is counted.</summary>
    /// <param name="Error">What the wallet is told.</param>
    /// <param name="Fault">What an operator is told.</param>
    public sealed record Postponed(ProtocolError Error, StepFault Fault) : StepOutcome;

    /// <summary>The wallet gave up: the session fails.</summary>
    /// <param name="Error">What the wallet is told.</param>
    /// <param name="Reason">What an operator is told.</param>
    /// <param name="Answer">The wallet's answer, to be kept with the session.</param>
    public sealed record GivenUp(ProtocolError Error, string Reason, string? Answer) : StepOutcome;
}
