namespace Eudiplo.Grains.Steps;

/// <summary>Why an answer to a step is not accepted, for operators: never for the wallet.</summary>
/// <param name="Reason">A word from a fixed set: it is counted.</param>
/// <param name="Detail">More for the log, without personal data and secrets.</param>
public sealed record StepFault(string Reason, string? Detail = null)
{
    /// <summary>Both, for the log.</summary>
    public override string ToString() => Detail is null ? Reason : $"{Reason} {Detail}";
}
