using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Clients;
using Eudiplo.Grains.Dpop;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Dialects;

namespace Eudiplo.Grains.Sessions;

/// <summary>What came of checking the request that would begin a session.</summary>
internal sealed record BegunSession
{
    /// <summary>The refusal, or null.</summary>
    public ProtocolError? Error { get; private init; }

    /// <summary>The tenant.</summary>
    public TenantContext? Tenant { get; private init; }

    /// <summary>The request; what its request object says, where it has one.</summary>
    public BeginSession Command { get; private init; } = new();

    /// <summary>The client that sent it.</summary>
    public AuthenticatedClient Client { get; private init; } = new(string.Empty, null);

    /// <summary>What is asked for.</summary>
    public AuthorizationRequest Request { get; private init; } = new([], null, []);

    /// <summary>The steps in order.</summary>
    public IReadOnlyList<SessionStep> Steps { get; private init; } = [];

    /// <summary>Whether it was pushed for the browser.</summary>
    public bool IsPushed { get; private init; }

    /// <summary>The group of the offer that the wallet takes up; null where it names none.</summary>
    public string? GroupId { get; init; }

    /// <summary>A refusal.</summary>
    public static BegunSession Refused(ProtocolError error) => new() { Error = error };

    /// <summary>Checks a request: who sends it, with what key, what it asks for, and which steps come first.</summary>
    /// <returns>A refusal; or what begins, which is for the browser where the client could not go through it otherwise.</returns>
    public static async ValueTask<BegunSession> CheckAsync(BeginSession command, TenantContext tenant, bool isPushed)
    {
        var (error, client) = await ClientAuthentication.AuthenticateAsync(tenant, command.Credentials);
        if (error is null)
        {
            (error, command) = await SignedRequests.OpenAsync(command, tenant, client);
            error ??= DpopBinding.CheckFirst(command, tenant, client);
        }

        if (error is not null)
        {
            return Refused(error);
        }

        var begun = Plan(command, tenant, client, isPushed);
        return isPushed || !MayGoToWeb(command, tenant, begun) ? begun : ForWeb(command, tenant, client, begun);
    }

    private static BegunSession Plan(BeginSession command, TenantContext tenant, AuthenticatedClient client, bool isPushed)
    {
        IReadOnlyList<SessionStep> plan = [];
        var error = AuthorizationRequestRules.Check(command, tenant, client, isPushed, out var request)
            ?? StepPlan.Settle(request, tenant, command.Dialect, out plan);
        return error is not null ? Refused(error) : new BegunSession
        {
            Tenant = tenant,
            Command = command,
            Client = client,
            Request = request,
            Steps = plan,
            IsPushed = isPushed,
        };
    }

    private static bool MayGoToWeb(BeginSession command, TenantContext tenant, BegunSession begun) =>
        command.Dialect == InteractiveDialect.FirstParty
        && tenant.Document.PushedAuthorizationRequests
        && tenant.Document.InteractiveAuthorization.Speaks(command.Dialect)
        && tenant.Document.InteractiveAuthorization.RedirectToWeb switch
        {
            WebRedirection.Always => true,
            WebRedirection.Needed => begun.Error is { Code: "missing_interaction_type" } || command.InteractionTypesSupported is null,
            _ => false,
        };

    /// <summary>The same request for the browser, if its steps can be pages and the client could do none of them itself.</summary>
    private static BegunSession ForWeb(BeginSession command, TenantContext tenant, AuthenticatedClient client, BegunSession begun)
    {
        // Without a redirect URI nobody could come back: the client begins anew, as it likes.
        if (command.RedirectUri is null)
        {
            return begun.Error is null ? begun : Refused(SessionErrors.RedirectToWeb);
        }

        var web = Plan(command, tenant, client, isPushed: true);
        var known = command.InteractionTypesSupported is { } named ? InteractionTypeList.Parse(named) ?? [] : [];
        var isNeeded = tenant.Document.InteractiveAuthorization.RedirectToWeb == WebRedirection.Always
            || !web.Steps.Any(step => known.Contains(step.Type, StringComparer.Ordinal));
        return web.Error is null && isNeeded ? web : begun;
    }
}
