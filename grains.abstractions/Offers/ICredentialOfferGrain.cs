using Eudiplo.Grains.Abstractions.Grants;

namespace Eudiplo.Grains.Abstractions.Offers;

/// <summary>
/// One credential offer (OID4VCI, "Credential Offer Endpoint"). The key is <c>{tenantId}/{offerId}</c>; the grant of its pre-authorized code
/// has the id of the offer.
/// </summary>
/// <remarks>Any call may throw <c>InconsistentStateException</c>: nothing was written then, and the call may be made again.</remarks>
[Alias("eudiplo.ICredentialOfferGrain")]
public interface ICredentialOfferGrain : IGrainWithStringKey
{
    /// <summary>Makes the offer.</summary>
    [Alias("Create")]
    Task<CreateOfferReply> CreateAsync(CreateOffer command);

    /// <summary>The offer's JSON for who has its link; null when there is none, or it has expired or was used.</summary>
    /// <param name="linkSecret">The secret part of the link.</param>
    [Alias("Get")]
    Task<SecretText?> GetAsync(SecretText linkSecret);

    /// <summary>
    /// The group of an offer that a wallet takes up by the authorization code flow, with the offer's id as its <c>issuer_state</c>; null when there
    /// is no such offer, or it has expired or has no group.
    /// </summary>
    [Alias("FindGroup")]
    Task<string?> FindGroupAsync();

    /// <summary>Exchanges the pre-authorized code for tokens, once. A second redemption revokes what the first one gave.</summary>
    [Alias("Redeem")]
    Task<TokenReply> RedeemAsync(RedeemOffer command);
}
