using System.Collections.Frozen;
using Eudiplo.Gateway.Tokens;
using Eudiplo.Gateway.Wire;
using Eudiplo.Grains.Abstractions.Grants;

namespace Eudiplo.Gateway.Endpoints;

/// <summary>The token endpoint, <c>POST /{tenantId}/oid4vci/token</c> (RFC 6749, section 3.2).</summary>
internal sealed class TokenEndpoint(IEnumerable<ITokenGrantType> grantTypes, ClientRequests requests)
{
    private readonly FrozenDictionary<string, ITokenGrantType> _grantTypes = grantTypes.ToFrozenDictionary(t => t.Name, StringComparer.Ordinal);

    /// <summary>Token requests.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        if (await requests.ReadAsync(context, static urls => urls.Token) is not { } request)
        {
            return;
        }

        var reply = await AnswerAsync(new TokenRequest(request.TenantId, request.Body, request.Credentials)
        {
            DpopThumbprint = request.DpopKey?.Thumbprint,
            Aborted = context.RequestAborted,
        });
        await (reply.Error is { } error ? Answer.WriteAsync(context, error) : WriteAsync(context, reply));
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
