namespace Eudiplo.Grains.Tenants;

/// <summary>How the outside reaches this server: section <c>Eudiplo</c> of the configuration.</summary>
public sealed class IssuerOptions
{
    /// <summary>
    /// The URL under which wallets reach the gateway, without a tenant: <c>https://issuer.example</c>. Every URL that Eudiplo writes begins
    /// with it; the Host header never counts. Default: the first address of <c>ASPNETCORE_URLS</c>.
    /// </summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>How long a silo works with a tenant's configuration before it asks for it again. Default one second.</summary>
    public TimeSpan TenantCacheTime { get; set; } = TimeSpan.FromSeconds(1);
}
