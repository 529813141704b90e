using Eudiplo.WalletSimulator.Dcql;

namespace Eudiplo.Load.Wallets;

/// <summary>What a tenant asks to be presented for a credential configuration.</summary>
/// <param name="Query">The query.</param>
/// <param name="Audience">The audience of key binding JWTs.</param>
public sealed record LearnedQuery(DcqlQuery Query, string Audience);
