using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Sessions;

namespace Eudiplo.Grains.Steps;

/// <summary>One type of step. A new type is a new implementation, registered with the others.</summary>
public interface IInteractionStep
{
    /// <summary>The interaction type, by its bare name.</summary>
    string Type { get; }

    /// <summary>Makes the session wait for this step: what the step needs to recognise its answer goes into the state.</summary>
    ValueTask<AuthSessionState> EnterAsync(StepTurn turn, AnswerSecrets secrets);

    /// <summary>Says what the wallet must do: the same for the same state and secrets, so that a lost reply can be given again.</summary>
    RequiredInteraction Render(StepTurn turn, AnswerSecrets secrets);

    /// <summary>Judges an answer of the wallet. It changes nothing but the state that it returns.</summary>
    ValueTask<StepOutcome> ContinueAsync(StepTurn turn, ContinueSession followUp);
}
