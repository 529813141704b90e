using Eudiplo.WalletSimulator.Credentials;
using Eudiplo.WalletSimulator.OAuth;

namespace Eudiplo.WalletSimulator.Flows;

/// <summary>How a flow ended.</summary>
/// <param name="Token">The token reply; null when the flow did not get that far.</param>
/// <param name="Failure">What went wrong; null when nothing did.</param>
public sealed record FlowOutcome(TokenReply? Token, string? Failure)
{
    /// <summary>The credential, once the wallet has verified it; null when none was asked for.</summary>
    public ReceivedCredential? Credential { get; init; }

    /// <summary>Whether the wallet has what it asked for.</summary>
    public bool Succeeded => Failure is null;
}
