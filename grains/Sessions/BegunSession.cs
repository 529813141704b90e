using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Clients;
using Eudiplo.Grains.Dpop;
using Eudiplo.Grains.Tenants;

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

    /// <summary>A refusal.</summary>
    public static BegunSession Refused(ProtocolError error) => new() { Error = error };

    /// <summary>Checks a request: who sends it, with what key, what it asks for, and which steps come first.</summary>
    public static BegunSession Check(BeginSession command, TenantContext tenant, bool isPushed)
    {
        AuthorizationRequest? request = null;
        IReadOnlyList<SessionStep> plan = [];
        var error = ClientAuthentication.Authenticate(tenant, command.Credentials, out var client)
            ?? SignedRequests.Open(ref command, tenant, client)
            ?? DpopBinding.CheckFirst(command, tenant, client)
            ?? AuthorizationRequestRules.Check(command, tenant, client, isPushed, out request)
            ?? StepPlan.Settle(request, tenant, command.Dialect, out plan);
        return error is not null ? Refused(error) : new BegunSession
        {
            Tenant = tenant,
            Command = command,
            Client = client,
            Request = request!,
            Steps = plan,
            IsPushed = isPushed,
        };
    }
}
