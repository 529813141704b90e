using Eudiplo.Gateway.Wire;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Protocol.Capabilities;

namespace Eudiplo.Gateway.Tokens;

/// <summary><c>grant_type=refresh_token</c> (RFC 6749, section 6): the token names its grant.</summary>
internal sealed class RefreshTokenRequests(IGrainFactory grains) : ITokenGrantType
{
    /// <inheritdoc/>
    public string Name => "refresh_token";

    /// <inheritdoc/>
    public async Task<TokenReply> AnswerAsync(TokenRequest request)
    {
        if (request.Parameters["refresh_token"] is not { } token)
        {
            return TokenReply.Refused("invalid_request", "Missing required field: refresh_token");
        }

        if (!Capability.TryDecode(token, out var id, out var secret))
        {
            return TokenReply.Refused("invalid_grant", "The refresh token is not one that was issued here.");
        }

        var grant = grains.GetGrain<IGrantGrain>(new GrainKey(request.TenantId, id).ToString());
        var command = new RefreshGrant
        {
            Credentials = request.Credentials,
            TokenSecret = new SecretText(secret),
            Scope = request.Parameters["scope"],
            DpopThumbprint = request.DpopThumbprint,
            Attempt = request.Attempt,
        };
        return await GrainCalls.RepeatAsync(() => grant.RefreshAsync(command), request.Aborted);
    }
}
