using System.Collections.Concurrent;

namespace Eudiplo.Grains.Telemetry;

/// <summary>
/// The tag <c>tenant</c> of metrics. A request may name any tenant, and metrics must not grow with what anybody makes up: so a tenant that
/// nothing has shown to exist in this process is called <c>-</c>.
/// </summary>
internal sealed class TenantTags
{
    private const string Name = "tenant";
    private static readonly KeyValuePair<string, object?> Unknown = new(Name, "-");

    private readonly ConcurrentDictionary<string, KeyValuePair<string, object?>> _known = new(StringComparer.Ordinal);

    /// <summary>The tag of a tenant that exists: it has a session or a grant.</summary>
    public KeyValuePair<string, object?> Existing(string tenant) =>
        _known.GetOrAdd(tenant, static name => new KeyValuePair<string, object?>(Name, name));

    /// <summary>The tag of a tenant that a request named.</summary>
    public KeyValuePair<string, object?> Named(string tenant) => _known.GetValueOrDefault(tenant, Unknown);
}
