using Eudiplo.Gateway.Wire;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Abstractions.Offers;
using Eudiplo.Protocol.Capabilities;

namespace Eudiplo.Gateway.Tokens;

/// <summary><c>grant_type=urn:ietf:params:oauth:grant-type:pre-authorized_code</c> (OID4VCI, "Token Request"): the code names its offer.</summary>
internal sealed class PreAuthorizedCodeRequests(IGrainFactory grains) : ITokenGrantType
{
    /// <inheritdoc/>
    public string Name => "urn:ietf:params:oauth:grant-type:pre-authorized_code";

    /// <inheritdoc/>
    public async Task<TokenReply> AnswerAsync(TokenRequest request)
    {
        if (request.Parameters["pre-authorized_code"] is not { } code)
        {
            return TokenReply.Refused("invalid_request", "Missing required field: pre-authorized_code");
        }

        if (!Capability.TryDecode(code, out var id, out var secret))
        {
            return TokenReply.Refused("invalid_grant", "The code is not one that was issued here.");
        }

        var offer = grains.GetGrain<ICredentialOfferGrain>(new GrainKey(request.TenantId, id).ToString());
        var command = new RedeemOffer
        {
            Credentials = request.Credentials,
            CodeSecret = new SecretText(secret),
            TransactionCode = SecretText.Of(request.Parameters["tx_code"]),
            DpopThumbprint = request.DpopThumbprint,
            Attempt = request.Attempt,
        };
        return await GrainCalls.RepeatAsync(() => offer.RedeemAsync(command), request.Aborted);
    }
}
