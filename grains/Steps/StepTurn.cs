using Eudiplo.Grains.Sessions;
using Eudiplo.Grains.Tenants;

namespace Eudiplo.Grains.Steps;

/// <summary>What a step works with in one turn of the session.</summary>
/// <param name="Session">The session's state.</param>
/// <param name="Step">The step.</param>
/// <param name="Tenant">The tenant's configuration as it is now.</param>
/// <param name="Now">The time.</param>
public sealed record StepTurn(AuthSessionState Session, SessionStep Step, TenantContext Tenant, DateTimeOffset Now)
{
    /// <summary>For a presentation outside of the interactive endpoint: the <c>response_uri</c> of the request (OpenID4VP 1.0, section 8.2).</summary>
    public string? ResponseUri { get; init; }
}
