using System.Collections.Frozen;
using Eudiplo.Gateway.Dpop;
using Eudiplo.Gateway.Limits;
using Eudiplo.Gateway.Tokens;
using Eudiplo.Gateway.Wire;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Protocol.Jose;
using Microsoft.Extensions.Options;

namespace Eudiplo.Gateway.Endpoints;

/// <summary>The token endpoint, <c>POST /{tenantId}/oid4vci/token</c> (RFC 6749, section 3.2).</summary>
internal sealed class TokenEndpoint(IEnumerable<ITokenGrantType> grantTypes, DpopProofs proofs, AttestationChallenges challenges, ClientRates rates, IOptions<GatewayLimits> limits)
{
    private readonly FrozenDictionary<string, ITokenGrantType> _grantTypes = grantTypes.ToFrozenDictionary(t => t.Name, StringComparer.Ordinal);

    /// <summary>Token requests.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var tenantId = (string)context.Request.RouteValues["tenantId"]!;
        if (!GrainKey.IsTenantId(tenantId))
        {
            await Answer.WriteAsync(context, Refusals.UnknownTenant);
            return;
        }

        var (body, error) = await RequestBody.ReadAsync(context, limits.Value, acceptJson: false);
        if (body is not null)
        {
            (var credentials, error) = PresentedClient.Read(context, body.Parameters);
            error ??= rates.Check(context, tenantId, credentials!);
            Jwk? key = null;
            if (error is null)
            {
                (key, error) = await proofs.CheckAsync(context, tenantId, static urls => urls.Token);
            }

            if (error is null)
            {
                var reply = await AnswerAsync(new TokenRequest(tenantId, body, await challenges.CheckAsync(context, tenantId, credentials!))
                {
                    DpopThumbprint = key?.Thumbprint,
                    Aborted = context.RequestAborted,
                });
                error = reply.Error;
                if (error is null)
                {
                    await WriteAsync(context, reply);
                    return;
                }
            }
        }

        await Answer.WriteAsync(context, error!);
    }

    private Task<TokenReply> AnswerAsync(TokenRequest request) =>
        request.Parameters["grant_type"] is not { } name
            ? Task.FromResult(TokenReply.Refused("invalid_request", "Missing required field: grant_type"))
            : _grantTypes.TryGetValue(name, out var grantType)
                ? grantType.AnswerAsync(request)
                : Task.FromResult(TokenReply.Refused("unsupported_grant_type", "This grant type is not supported."));

    private static Task WriteAsync(HttpContext context, TokenReply reply) => Answer.WriteAsync(context, StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        json.WriteString("access_token", reply.AccessToken!.Value);
        json.WriteString("token_type", reply.TokenType);
        json.WriteNumber("expires_in", reply.ExpiresIn);
        if (reply.RefreshToken is { } refreshToken)
        {
            json.WriteString("refresh_token", refreshToken.Value);
        }

        if (reply.IdToken is { } idToken)
        {
            json.WriteString("id_token", idToken.Value);
        }

        if (reply.Scope is { } scope)
        {
            json.WriteString("scope", scope);
        }

        if (reply.AuthorizationDetails is { } details)
        {
            json.WritePropertyName("authorization_details");
            json.WriteRawValue(details);
        }

        json.WriteEndObject();
    });
}
