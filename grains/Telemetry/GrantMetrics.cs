using System.Diagnostics.Metrics;

namespace Eudiplo.Grains.Telemetry;

/// <summary>What grants count.</summary>
public sealed class GrantMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Eudiplo.Grants";

    private readonly Counter<long> _created;
    private readonly Counter<long> _refreshes;
    private readonly Counter<long> _revocations;
    private readonly Counter<long> _lookups;
    private readonly Counter<long> _issued;
    private readonly TenantTags _tenants = new();

    /// <summary>Makes the instruments.</summary>
    public GrantMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(MeterName);
        _created = meter.CreateCounter<long>("eudiplo.grants.created", "{grant}", "Grants that were made, by grant type.");
        _refreshes = meter.CreateCounter<long>("eudiplo.grants.refreshes", "{request}", "Refresh requests, by outcome.");
        _revocations = meter.CreateCounter<long>("eudiplo.grants.revoked", "{grant}", "Grants that were revoked, by reason.");
        _lookups = meter.CreateCounter<long>("eudiplo.grants.lookups", "{request}", "Tokens that were looked up, by whether they were active.");
        _issued = meter.CreateCounter<long>("eudiplo.credentials.issued", "{credential}", "Credentials that were issued, by configuration.");
    }

    /// <summary>A grant was made.</summary>
    public void Created(string tenant, string grantType) => Add(_created, 1, tenant, "grant_type", grantType);

    /// <summary>A refresh was asked for.</summary>
    public void Refreshed(string tenant, string outcome) => Add(_refreshes, 1, tenant, "outcome", outcome);

    /// <summary>Grants were revoked.</summary>
    public void Revoked(string tenant, string reason, long count = 1) => Add(_revocations, count, tenant, "reason", reason);

    /// <summary>A token was looked up. One that is not active does not show that its tenant exists.</summary>
    public void LookedUp(string tenant, bool active) => _lookups.Add(
        1, active ? _tenants.Existing(tenant) : _tenants.Named(tenant), new KeyValuePair<string, object?>("active", active));

    /// <summary>Credentials were issued.</summary>
    public void Issued(string tenant, string configuration, int count) => Add(_issued, count, tenant, "configuration", configuration);

    private void Add(Counter<long> counter, long count, string tenant, string name, object value) =>
        counter.Add(count, _tenants.Existing(tenant), new KeyValuePair<string, object?>(name, value));
}
