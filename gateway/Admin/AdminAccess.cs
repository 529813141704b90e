using Eudiplo.Gateway.Dpop;
using Eudiplo.Gateway.Wire;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Credentials;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Clients;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Dpop;
using Eudiplo.Protocol.Tokens;
using Microsoft.Extensions.Options;

namespace Eudiplo.Gateway.Admin;

/// <summary>
/// Lets operators in: who has the admin key may do everything; a client of a tenant with an access token of its own
/// (<c>client_credentials</c>, scope <c>admin</c>) may work on that tenant's sessions, grants and offers, and sees personal data with the
/// scope <c>admin:personal-data</c> besides. A token that is bound to a key needs its proof (RFC 9449, section 7).
/// </summary>
internal sealed class AdminAccess(IGrainFactory grains, DpopProofs proofs, IOptions<AdminOptions> options, IOptions<IssuerOptions> issuer, TimeProvider clock)
{
    /// <summary>The scope of a tenant's own operators.</summary>
    public const string Scope = "admin";

    /// <summary>The second scope, to see personal data.</summary>
    public const string PersonalDataScope = "admin:personal-data";

    private static readonly ProtocolError InvalidToken = new(
        "invalid_token", "The token is neither the admin key nor an access token of this tenant that is alive.", StatusCodes.Status401Unauthorized);

    /// <summary>The refusal for who asks for personal data without that.</summary>
    public static ProtocolError PersonalDataRefused { get; } = Insufficient($"Personal data needs the scope {PersonalDataScope}.");

    /// <summary>A refusal of what an operator may not do (RFC 6750, section 3.1).</summary>
    public static ProtocolError Insufficient(string description) => new("insufficient_scope", description, StatusCodes.Status403Forbidden);

    /// <summary>Finds out who asks.</summary>
    public async Task<AdminEntry> FindAsync(HttpContext context, string tenantId)
    {
        if (AccessTokenHeader.Read(context.Request) is not { } presented)
        {
            return new AdminEntry(null);
        }

        if (!presented.IsDpop && options.Value.KeyHash is { } hash && ClientSecretHash.Matches(presented.Token.Value, hash))
        {
            return new AdminEntry(new Operator("admin-key", IsAdmin: true, SeesPersonalData: true));
        }

        if (!PresentedToken.TryRead(presented.Token.Value, out var token))
        {
            return new AdminEntry(null, InvalidToken, presented.IsDpop);
        }

        var grant = grains.GetGrain<IGrantGrain>(new GrainKey(tenantId, token.Id).ToString());
        var access = await GrainCalls.RepeatAsync(() => grant.FindAccessTokenAsync(presented.Token), context.RequestAborted);
        if (!access.Active || (access.DpopThumbprint is not null) != presented.IsDpop)
        {
            return new AdminEntry(null, InvalidToken, presented.IsDpop || access.DpopThumbprint is not null);
        }

        if (access.DpopThumbprint is { } thumbprint && await CheckProofAsync(context, tenantId, presented, thumbprint) is { } unproven)
        {
            return new AdminEntry(null, unproven, IsDpop: true);
        }

        // Only a client's token of its own: one that a user's wallet holds is no operator's, whatever its scope.
        var scopes = (access.Scope ?? string.Empty).Split(' ');
        return access.GrantType == GrantType.ClientCredentials && scopes.Contains(Scope)
            ? new AdminEntry(new Operator($"client {access.ClientId}", IsAdmin: false, scopes.Contains(PersonalDataScope)))
            : new AdminEntry(null, Insufficient($"A client's own token with the scope {Scope} is needed."), presented.IsDpop);
    }

    private async Task<ProtocolError?> CheckProofAsync(HttpContext context, string tenantId, PresentedAccessToken presented, string thumbprint)
    {
        // Never by the Host header: as clients know the server.
        var url = issuer.Value.PublicUrl!.AbsoluteUri.TrimEnd('/') + context.Request.Path;
        var (key, error) = await proofs.CheckAsync(context, tenantId, _ => url);
        if (key is null)
        {
            return error is { Status: StatusCodes.Status400BadRequest }
                ? error with { Status = StatusCodes.Status401Unauthorized }
                : error ?? new ProtocolError("invalid_dpop_proof", "A DPoP proof is needed.", StatusCodes.Status401Unauthorized);
        }

        var expectation = new DpopExpectation
        {
            Method = context.Request.Method,
            Uri = new Uri(url),
            Now = clock.GetUtcNow(),
            MaxAge = TimeSpan.FromDays(1),
            ClockSkew = TimeSpan.FromDays(1),
            AccessToken = presented.Token.Value,
            Thumbprint = thumbprint,
        };
        return DpopVerifier.Verify(presented.DpopProofs, expectation, out var wrong) is null
            ? new ProtocolError(wrong.ToOAuthError(), "A DPoP proof of the token's key for this request is needed.", StatusCodes.Status401Unauthorized)
            : null;
    }
}
