namespace Eudiplo.Protocol.Dpop;

/// <summary>How good a nonce is.</summary>
public enum DpopNonceState
{
    /// <summary>The server asks for no nonce.</summary>
    NotAsked = 0,

    /// <summary>Not one of ours, for something else, or too old: answer <c>use_dpop_nonce</c> and send a fresh one.</summary>
    Invalid,

    /// <summary>Good, but soon too old: send a fresh one with the answer (RFC 9449 section 8.2).</summary>
    Aging,

    /// <summary>Good.</summary>
    Fresh,
}
