namespace Eudiplo.WalletSimulator.InteractiveAuthorization;

/// <summary>What a reply of the interactive authorization endpoint asks of the wallet.</summary>
public enum InteractiveReplyKind
{
    /// <summary>Nothing that the dialect knows: a server error, or a body that says nothing.</summary>
    Unexpected,

    /// <summary>Present credentials.</summary>
    Presentation,

    /// <summary>Open the browser.</summary>
    Web,

    /// <summary>An interaction of a type that the simulator does not know.</summary>
    OtherInteraction,

    /// <summary>Done: here is the authorization code.</summary>
    Code,

    /// <summary>An error reply of the protocol.</summary>
    Refused,
}
