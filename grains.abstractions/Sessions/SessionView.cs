namespace Eudiplo.Grains.Abstractions.Sessions;

/// <summary>What an operator may see of a session: no secret, and no personal data.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.SessionView")]
public sealed record SessionView
{
    /// <summary>The session's id: the UUID that stands for <c>{auth_session}</c> in the URL of a web step.</summary>
    [Id(0)] public required Guid Id { get; init; }

    /// <summary>The client that began the session.</summary>
    [Id(1)] public required string ClientId { get; init; }

    /// <summary>The state.</summary>
    [Id(2)] public required SessionStatus Status { get; init; }

    /// <summary>The current step, from 0; equal to <see cref="StepCount"/> once all are done.</summary>
    [Id(3)] public required int CurrentStepIndex { get; init; }

    /// <summary>How many steps the session has.</summary>
    [Id(4)] public required int StepCount { get; init; }

    /// <summary>When the session was begun.</summary>
    [Id(5)] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the session last changed.</summary>
    [Id(6)] public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When the session ends by itself.</summary>
    [Id(7)] public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The interaction type of each step.</summary>
    [Id(8)] public required IReadOnlyList<string> StepTypes { get; init; }

    /// <summary>Why the session failed: a short reason for operators; null unless it did.</summary>
    [Id(9)] public string? FailureReason { get; init; }

    /// <summary>What the steps found out so far, JSON text in the form of <c>docs/completed-steps.md</c>; null where it was not asked for. Personal data.</summary>
    [Id(10)] public string? CompletedSteps { get; init; }

    /// <summary>The <c>issuer_state</c> of the wallet's request: whatever it wrote, so it may be personal data. Null where there was none or it was not asked for.</summary>
    [Id(11)] public string? IssuerState { get; init; }

    /// <summary>Never what the steps found out.</summary>
    public override string ToString() => $"{nameof(SessionView)} {Id} {Status}";
}
