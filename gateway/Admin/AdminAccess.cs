using Eudiplo.Gateway.Wire;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Clients;
using Eudiplo.Protocol.Tokens;
using Microsoft.Extensions.Options;

namespace Eudiplo.Gateway.Admin;

/// <summary>
/// Lets operators in: who has the admin key may do everything; a client of a tenant with an access token of its own
/// (<c>client_credentials</c>, scope <c>admin</c>) may work on that tenant's sessions, grants and offers, and sees personal data with the
/// scope <c>admin:personal-data</c> besides.
/// </summary>
internal sealed class AdminAccess(IGrainFactory grains, IOptions<AdminOptions> options)
{
    /// <summary>The scope of a tenant's own operators.</summary>
    public const string Scope = "admin";

    /// <summary>The second scope, to see personal data.</summary>
    public const string PersonalDataScope = "admin:personal-data";

    /// <summary>The refusal for who asks for personal data without that.</summary>
    public static ProtocolError PersonalDataRefused { get; } =
        new("insufficient_scope", $"Personal data needs the scope {PersonalDataScope}.", StatusCodes.Status403Forbidden);

    /// <summary>Finds out who asks.</summary>
    /// <returns>The operator; null when nobody is let in.</returns>
    public async Task<Operator?> FindAsync(HttpContext context, string tenantId)
    {
        if (AccessTokenHeader.Read(context.Request) is not { IsDpop: false } presented)
        {
            return null;
        }

        if (options.Value.KeyHash is { } hash && ClientSecretHash.Matches(presented.Token.Value, hash))
        {
            return new Operator("admin-key", IsAdmin: true, SeesPersonalData: true);
        }

        if (!PresentedToken.TryRead(presented.Token.Value, out var token))
        {
            return null;
        }

        var grant = grains.GetGrain<IGrantGrain>(new GrainKey(tenantId, token.Id).ToString());
        var access = await GrainCalls.RepeatAsync(() => grant.FindAccessTokenAsync(presented.Token), context.RequestAborted);
        var scopes = (access.Scope ?? string.Empty).Split(' ');
        return access is { Active: true, GrantType: GrantType.ClientCredentials, DpopThumbprint: null } && scopes.Contains(Scope)
            ? new Operator($"client {access.ClientId}", IsAdmin: false, scopes.Contains(PersonalDataScope))
            : null;
    }
}
