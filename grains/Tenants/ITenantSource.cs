using Eudiplo.Grains.Abstractions.Tenants;

namespace Eudiplo.Grains.Tenants;

/// <summary>Where tenant documents come from.</summary>
public interface ITenantSource
{
    /// <summary>The document of a tenant; null when there is none.</summary>
    TenantSnapshot? Find(string tenantId);
}
