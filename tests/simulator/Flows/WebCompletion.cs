namespace Eudiplo.WalletSimulator.Flows;

/// <summary>Who ends a web step in a simulated flow.</summary>
public enum WebCompletion
{
    /// <summary>The tenant's backend confirms where it has credentials; the step counts as ended even if the server refuses that.</summary>
    Auto,

    /// <summary>The tenant's backend confirms, and the flow fails if it cannot.</summary>
    Service,

    /// <summary>Nobody confirms: the wallet's `code_verifier` alone ends the step.</summary>
    Verifier,
}
