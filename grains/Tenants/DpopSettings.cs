namespace Eudiplo.Grains.Tenants;

/// <summary>How a tenant uses DPoP (RFC 9449). Proofs are always checked where they come.</summary>
public sealed record DpopSettings
{
    /// <summary>Whether authorization and token requests need a proof. Default false: whoever brings none gets bearer tokens.</summary>
    public bool Required { get; init; }

    /// <summary>
    /// Whether proofs need a nonce of this server (RFC 9449, section 8), which bounds how long a proof made in advance can be used. Default
    /// false. Worth it where several gateways run: each remembers the proofs that it has seen for itself.
    /// </summary>
    public bool Nonces { get; init; }
}
