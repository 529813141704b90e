using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Clients;
using Eudiplo.Grains.Dpop;
using Eudiplo.Grains.Replays;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Tokens;

namespace Eudiplo.Grains.Grants;

/// <summary>The rules of grants without a user at the screen: <c>client_credentials</c> (RFC 6749, section 4.4) and assertions (RFC 7523).</summary>
internal static class ClientGrantRules
{
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan MaxAssertionLifetime = TimeSpan.FromMinutes(10);

    /// <summary>Names the use of the assertion that a grant is named for, which is remembered apart from the grant.</summary>
    public static string UseOf(GrainKey grant) => ReplayKey.Of(grant.TenantId, $"grant {grant.Id:N}");

    /// <summary>Checks a request.</summary>
    /// <param name="command">The request.</param>
    /// <param name="client">The client that sent it; null for none.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="grantId">The grant's id: for an assertion its name, so that one assertion makes one grant.</param>
    /// <param name="now">The time.</param>
    /// <param name="creation">What the grant begins with, when there is no error.</param>
    /// <param name="reason">Why it is refused, for the log.</param>
    /// <returns>The refusal, or null.</returns>
    public static ProtocolError? Check(
        RequestClientGrant command,
        AuthenticatedClient? client,
        TenantContext tenant,
        Guid grantId,
        DateTimeOffset now,
        out CreateGrant? creation,
        out string reason) =>
        command.Assertion is { } assertion
            ? CheckAssertion(command, assertion.Value, client, tenant, grantId, now, out creation, out reason)
            : CheckClient(command, client!, tenant, now, out creation, out reason);

    private static ProtocolError? CheckClient(
        RequestClientGrant command, AuthenticatedClient client, TenantContext tenant, DateTimeOffset now, out CreateGrant? creation, out string reason)
    {
        (creation, reason) = (null, "client");
        if (client.Registration is not { TokenEndpointAuthMethod: not "none" } registration || !client.May(ClientPermissions.ClientCredentials))
        {
            return new ProtocolError("unauthorized_client", "This client may not use this grant type.");
        }

        if (Scope(command.Scope, registration.Scopes) is not { } scope)
        {
            reason = "scope";
            return new ProtocolError("invalid_scope", "The scope exceeds what this client may have, or there is none.");
        }

        if (DpopBinding.CheckToken(command.DpopThumbprint, tenant, registration) is { } missing)
        {
            reason = "dpop";
            return missing;
        }

        creation = New(GrantType.ClientCredentials, client.ClientId, null, scope, command.DpopThumbprint, now);
        return null;
    }

    private static ProtocolError? CheckAssertion(
        RequestClientGrant command,
        string text,
        AuthenticatedClient? client,
        TenantContext tenant,
        Guid grantId,
        DateTimeOffset now,
        out CreateGrant? creation,
        out string reason)
    {
        (creation, reason) = (null, string.Empty);
        if (BearerAssertion.Read(text) is not { } assertion || assertion.Id != grantId)
        {
            reason = "assertion malformed";
            return GrantErrors.InvalidAssertion;
        }

        if (tenant.FindAssertionIssuer(assertion.Issuer) is not var (keys, scopes))
        {
            reason = "assertion issuer";
            return GrantErrors.InvalidAssertion;
        }

        if (!assertion.IsOfType("authorization-grant+jwt"))
        {
            reason = "assertion typ";
            return GrantErrors.InvalidAssertion;
        }

        if (assertion.Verify(keys, [tenant.Urls.Issuer, tenant.Urls.Token], now, Skew, MaxAssertionLifetime) is { } wrong)
        {
            reason = $"assertion {wrong}";
            return GrantErrors.InvalidAssertion;
        }

        if (Scope(command.Scope, scopes) is not { } scope)
        {
            reason = "scope";
            return new ProtocolError("invalid_scope", "The scope exceeds what this issuer's assertions may have, or there is none.");
        }

        if (DpopBinding.CheckToken(command.DpopThumbprint, tenant, client?.Registration) is { } missing)
        {
            reason = "dpop";
            return missing;
        }

        creation = New(GrantType.JwtBearer, client?.ClientId ?? string.Empty, assertion.Subject, scope, command.DpopThumbprint, now) with
        {
            // The row must outlive the assertion, or it could be used again.
            RememberUntil = assertion.ExpiresAt + Skew,
        };
        return null;
    }

    /// <summary>The scope to grant; null when more is asked for than may be had, or nothing is left.</summary>
    private static string? Scope(string? asked, IReadOnlyList<string> allowed)
    {
        var words = asked is null ? allowed : [.. GrantScope.Words(asked)];
        return words.Count > 0 && words.All(allowed.Contains) ? string.Join(' ', words) : null;
    }

    private static CreateGrant New(GrantType type, string clientId, string? subject, string scope, string? dpopThumbprint, DateTimeOffset now) => new()
    {
        GrantType = type,
        ClientId = clientId,
        Subject = subject,
        Scope = scope,
        DpopThumbprint = dpopThumbprint,
        AuthTime = now,
    };
}
