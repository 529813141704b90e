using Eudiplo.WalletSimulator.Dcql;
using Eudiplo.WalletSimulator.Presentations;

namespace Eudiplo.Load.Wallets;

/// <summary>What a tenant asks to be presented for a credential configuration.</summary>
/// <param name="Request">The request that it was learned from; its nonce and encryption key are for that one session.</param>
/// <param name="Audience">The audience of key binding JWTs.</param>
/// <param name="Endpoint">The endpoint as the server names it, for the handover of mdocs.</param>
public sealed record LearnedQuery(PresentationRequest Request, string Audience, string Endpoint)
{
    /// <summary>The query.</summary>
    public DcqlQuery Query => Request.Query;

    /// <summary>Whether an mdoc is asked for.</summary>
    public bool AsksForMdoc => Query.Credentials.Any(credential => credential.Format == "mso_mdoc");
}
