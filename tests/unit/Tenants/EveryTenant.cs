using Eudiplo.Grains.Tenants;

namespace Eudiplo.Unit.Tests.Tenants;

/// <summary>Every tenant is there.</summary>
internal sealed class EveryTenant : ITenantPresence
{
    public ValueTask<bool> IsThereAsync(string tenantId) => ValueTask.FromResult(true);
}
