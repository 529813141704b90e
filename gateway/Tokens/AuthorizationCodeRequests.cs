using Eudiplo.Gateway.Wire;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Protocol.Capabilities;

namespace Eudiplo.Gateway.Tokens;

/// <summary><c>grant_type=authorization_code</c> (RFC 6749, section 4.1.3): the code names its session.</summary>
internal sealed class AuthorizationCodeRequests(IGrainFactory grains) : ITokenGrantType
{
    /// <inheritdoc/>
    public string Name => "authorization_code";

    /// <inheritdoc/>
    public async Task<TokenReply> AnswerAsync(TokenRequest request)
    {
        if (request.Parameters["code"] is not { } code)
        {
            return TokenReply.Refused("invalid_request", "Missing required field: code");
        }

        if (!Capability.TryDecode(code, out var id, out var secret))
        {
            return TokenReply.Refused("invalid_grant", "The code is not one that was issued here.");
        }

        var session = grains.GetGrain<IAuthSessionGrain>(new GrainKey(request.TenantId, id).ToString());
        var command = new RedeemCode
        {
            Credentials = request.Credentials,
            CodeSecret = new SecretText(secret),
            CodeVerifier = SecretText.Of(request.Parameters["code_verifier"]),
            RedirectUri = request.Parameters["redirect_uri"],
            DpopThumbprint = request.DpopThumbprint,
            Attempt = request.Attempt,
        };
        return await GrainCalls.RepeatAsync(() => session.RedeemAsync(command), request.Aborted);
    }
}
