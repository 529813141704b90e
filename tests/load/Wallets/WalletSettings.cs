using Eudiplo.WalletSimulator.Keys;

namespace Eudiplo.Load.Wallets;

/// <summary>How a wallet presents itself.</summary>
public sealed record WalletSettings
{
    /// <summary>Whether it sends DPoP proofs, with a key of its own.</summary>
    public bool Dpop { get; init; }

    /// <summary>The key of the client for `private_key_jwt`; null: the client does not authenticate.</summary>
    public EcKey? ClientKey { get; init; }

    /// <summary>How many grants it keeps, where a flow works on grants.</summary>
    public int Grants { get; init; } = 1;
}
