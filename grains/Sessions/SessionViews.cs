using System.Text.Json;
using Eudiplo.Grains.Abstractions.Sessions;

namespace Eudiplo.Grains.Sessions;

/// <summary>What an operator may see of a session.</summary>
internal static class SessionViews
{
    public static SessionView Of(AuthSessionState state, bool withPersonalData) => new()
    {
        Id = state.Id,
        ClientId = state.ClientId,
        Status = state.Status,
        CurrentStepIndex = state.CurrentStepIndex,
        StepCount = state.IaeActions.Count,
        StepTypes = [.. state.IaeActions.Select(s => s.Type)],
        CreatedAt = state.CreatedAt,
        UpdatedAt = state.UpdatedAt,
        ExpiresAt = state.ExpiresAt,
        FailureReason = state.Failure?.Reason,
        IssuerState = withPersonalData ? state.IssuerState : null,
        CompletedSteps = withPersonalData ? JsonSerializer.Serialize(state.CompletedStepsData, SessionJson.Default.IReadOnlyListCompletedStep) : null,
    };
}
