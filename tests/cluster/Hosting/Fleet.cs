using Eudiplo.Grains.Clients;
using Eudiplo.WalletSimulator.Backend;
using Eudiplo.WalletSimulator.Demo;
using Eudiplo.WalletSimulator.InteractiveAuthorization;
using Eudiplo.WalletSimulator.Keys;
using Eudiplo.WalletSimulator.Presentations;
using Eudiplo.WalletSimulator.SdJwt;

namespace Eudiplo.Cluster.Tests.Hosting;

/// <summary>Processes that are one server together, over one PostgreSQL, and the wallets that use it.</summary>
public abstract class Fleet
{
    /// <summary>The operator's key.</summary>
    internal const string AdminKey = "the-admin-key-of-the-fault-tests-0123456789-0123456789";

    internal static readonly Uri PublicUrl = new("https://issuer.example");

    internal SharedDatabase Database { get; private protected set; } = null!;

    internal StoredStates States { get; private protected set; } = null!;

    internal DemoMaterial Demo { get; private protected set; } = null!;

    /// <summary>Where wallets' requests go.</summary>
    internal abstract IReadOnlyList<Uri> Urls { get; }

    internal TenantEndpoints Endpoints { get; } = TenantEndpoints.Conventional(PublicUrl, "demo");

    internal (HttpClient Http, RoundRobin Balancer) Client()
    {
        var balancer = new RoundRobin(Urls);
        return (new HttpClient(balancer) { BaseAddress = PublicUrl, Timeout = TimeSpan.FromSeconds(60) }, balancer);
    }

    internal WalletClient Wallet(HttpClient http) => new(http, Endpoints, new BareDialect(), "wallet");

    internal TenantBackend Backend(HttpClient http) => new(http, Endpoints, Demo.Backend);

    /// <summary>A user with a PID from the issuer that the tenants trust.</summary>
    internal HolderWallet Holder() => new(
        [new SdJwtHeldCredential(Demo.CreatePidIssuer(TimeProvider.System).Issue(DemoPid.For(EcKey.Generate())))], TimeProvider.System);

    /// <summary>The environment of a process.</summary>
    /// <param name="databasePort">Where it reaches the database; null for the database's own port.</param>
    /// <param name="more">Further settings.</param>
    internal IEnumerable<KeyValuePair<string, string>> Environment(int? databasePort, params (string Name, string Value)[] more) =>
        Database.Settings(databasePort)
            .Select(s => (s.Key, s.Value!))
            .Append(("Eudiplo:PublicUrl", PublicUrl.ToString()))
            .Append(("Eudiplo:Tenants:Directory", Path.Combine(Database.Directory, "tenants")))
            .Append(("Eudiplo:Admin:KeyHash", ClientSecretHash.Of(AdminKey)))
            .Concat(more)
            .Select(s => KeyValuePair.Create(s.Item1.Replace(":", "__", StringComparison.Ordinal), s.Item2));
}
