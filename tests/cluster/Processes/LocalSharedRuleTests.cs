using Eudiplo.Cluster.Tests.Hosting;

namespace Eudiplo.Cluster.Tests.Processes;

/// <summary>Three gateways with the local runtime.</summary>
[Collection(FleetCollection.Name)]
public sealed class LocalSharedRuleTests(GatewayFleet fleet) : SharedRuleTests(fleet)
{
    [PostgreSqlFact]
    public Task A_tenant_that_is_changed_is_changed_for_every_process_when_their_cache_time_is_over() => ChangeTenantAsync();
}
