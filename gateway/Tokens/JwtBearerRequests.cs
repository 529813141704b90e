using Eudiplo.Gateway.Wire;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Protocol.Tokens;

namespace Eudiplo.Gateway.Tokens;

/// <summary>
/// <c>grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer</c> (RFC 7523, section 2.1). The grant is named for the assertion, so the same
/// assertion comes to the same grant again, and is refused there.
/// </summary>
internal sealed class JwtBearerRequests(IGrainFactory grains) : ITokenGrantType
{
    /// <inheritdoc/>
    public string Name => "urn:ietf:params:oauth:grant-type:jwt-bearer";

    /// <inheritdoc/>
    public async Task<TokenReply> AnswerAsync(TokenRequest request)
    {
        if (request.Parameters["assertion"] is not { } text)
        {
            return TokenReply.Refused("invalid_request", "Missing required field: assertion");
        }

        if (BearerAssertion.Read(text) is not { } assertion)
        {
            return TokenReply.Refused("invalid_grant", "The assertion is not a JWT with iss, sub, exp and jti.");
        }

        var grant = grains.GetGrain<IGrantGrain>(new GrainKey(request.TenantId, assertion.Id).ToString());
        var command = new RequestClientGrant
        {
            Credentials = request.Credentials,
            Scope = request.Parameters["scope"],
            DpopThumbprint = request.DpopThumbprint,
            Assertion = new SecretText(text),
        };
        return await GrainCalls.RetryLostRaceAsync(() => grant.RequestForClientAsync(command));
    }
}
