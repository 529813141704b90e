using System.Text;
using Eudiplo.Gateway.Wire;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Protocol.Tokens;
using Microsoft.Net.Http.Headers;

namespace Eudiplo.Gateway.Endpoints;

/// <summary>
/// Introspection, <c>POST /{tenantId}/oid4vci/introspect</c> (RFC 7662, and RFC 9701 for signed answers), and revocation,
/// <c>POST /{tenantId}/oid4vci/revoke</c> (RFC 7009). <c>token_type_hint</c> is not needed: every token says where it belongs.
/// </summary>
internal sealed class TokenStatusEndpoints(IGrainFactory grains, ClientRequests requests)
{
    private const string JwtMediaType = "application/token-introspection+jwt";

    /// <summary>Introspection.</summary>
    public async Task IntrospectAsync(HttpContext context)
    {
        if (await requests.ReadAsync(context, static urls => urls.Introspection, takesDpop: false) is not { } request)
        {
            return;
        }

        if (request.Parameters["token"] is not { } token)
        {
            await Answer.WriteAsync(context, new ProtocolError("invalid_request", "Missing required field: token"));
            return;
        }

        var command = new IntrospectToken { Credentials = request.Credentials, Token = new SecretText(token), AsJwt = AcceptsJwt(context.Request) };
        var grant = Grant(request.TenantId, token);
        var reply = await GrainCalls.RepeatAsync(() => grant.IntrospectAsync(command), context.RequestAborted);
        if (reply.Error is { } error)
        {
            await Answer.WriteAsync(context, error);
        }
        else if (reply.Jwt is { } jwt)
        {
            context.Response.ContentType = JwtMediaType;
            Answer.ForbidKeeping(context.Response);
            await context.Response.Body.WriteAsync(Encoding.ASCII.GetBytes(jwt.Value), context.RequestAborted);
        }
        else
        {
            await Answer.WriteAsync(context, StatusCodes.Status200OK, reply.Json);
        }
    }

    /// <summary>Revocation.</summary>
    public async Task RevokeAsync(HttpContext context)
    {
        if (await requests.ReadAsync(context, static urls => urls.Revocation, takesDpop: false) is not { } request)
        {
            return;
        }

        if (request.Parameters["token"] is not { } token)
        {
            await Answer.WriteAsync(context, new ProtocolError("invalid_request", "Missing required field: token"));
            return;
        }

        var grant = Grant(request.TenantId, token);
        var error = await GrainCalls.RepeatAsync(
            () => grant.RevokeTokenAsync(new RevokeToken(request.Credentials, new SecretText(token))), context.RequestAborted);
        if (error is not null)
        {
            await Answer.WriteAsync(context, error);
            return;
        }

        Answer.ForbidKeeping(context.Response);
        context.Response.ContentLength = 0;
    }

    /// <summary>
    /// The grant that a token names. One that names none goes to a grant that never exists: it answers as for every token that is not alive,
    /// after the same check of the client.
    /// </summary>
    private IGrantGrain Grant(string tenantId, string token)
    {
        var id = PresentedToken.TryRead(token, out var presented) ? presented.Id : Guid.Empty;
        return grains.GetGrain<IGrantGrain>(new GrainKey(tenantId, id).ToString());
    }

    private static bool AcceptsJwt(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
        && accepted.Any(a => a.Quality is not 0 && a.MediaType.Equals(JwtMediaType, StringComparison.OrdinalIgnoreCase));
}
