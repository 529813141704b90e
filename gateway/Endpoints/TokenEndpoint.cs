using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Gateway.Wire;
using Eudiplo.Protocol.Capabilities;
using Microsoft.Extensions.Options;

namespace Eudiplo.Gateway.Endpoints;

/// <summary>The token endpoint, <c>POST /{tenantId}/oid4vci/token</c> (RFC 6749, section 3.2).</summary>
internal sealed class TokenEndpoint(IGrainFactory grains, IOptions<GatewayLimits> limits)
{
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
            if (error is null)
            {
                var reply = await (body.Parameters["grant_type"] switch
                {
                    null => Task.FromResult(TokenReply.Refused("invalid_request", "Missing required field: grant_type")),
                    "authorization_code" => RedeemAsync(tenantId, body, credentials!),
                    _ => Task.FromResult(TokenReply.Refused("unsupported_grant_type", "This grant type is not supported.")),
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

    private async Task<TokenReply> RedeemAsync(
        string tenantId, RequestBody body, Grains.Abstractions.Clients.PresentedCredentials credentials)
    {
        if (body.Parameters["code"] is not { } code)
        {
            return TokenReply.Refused("invalid_request", "Missing required field: code");
        }

        if (!Capability.TryDecode(code, out var id, out var secret))
        {
            return TokenReply.Refused("invalid_grant", "The code is not one that was issued here.");
        }

        var session = grains.GetGrain<IAuthSessionGrain>(new GrainKey(tenantId, id).ToString());
        var command = new RedeemCode
        {
            Credentials = credentials,
            CodeSecret = new SecretText(secret),
            CodeVerifier = SecretText.Of(body.Parameters["code_verifier"]),
            RedirectUri = body.Parameters["redirect_uri"],
        };
        return await GrainCalls.RetryLostRaceAsync(() => session.RedeemAsync(command));
    }

    private static Task WriteAsync(HttpContext context, TokenReply reply) => Answer.WriteAsync(context, StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        json.WriteString("access_token", reply.AccessToken!.Value);
        json.WriteString("token_type", reply.TokenType);
        json.WriteNumber("expires_in", reply.ExpiresIn);
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
