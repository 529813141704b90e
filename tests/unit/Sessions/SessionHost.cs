using System.Security.Cryptography;
using System.Text;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Hosting;
using Eudiplo.Grains.Local.Hosting;
using Eudiplo.Grains.Sessions;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Capabilities;
using Eudiplo.Unit.Tests.Clock;
using Eudiplo.Unit.Tests.GrainsLocal;
using Eudiplo.Unit.Tests.Storage;
using Eudiplo.WalletSimulator.Logs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Storage;

namespace Eudiplo.Unit.Tests.Sessions;

/// <summary>
/// One process of a test: grains on the local runtime, with a clock and logs of their own. Several share a storage to stand for several
/// processes over one database.
/// </summary>
internal sealed class SessionHost : IAsyncDisposable
{
    public const string Tenant = "acme";
    public static readonly Uri PublicUrl = new("https://issuer.example");

    private readonly ServiceProvider _services;

    public SessionHost(
        TestTenants? tenants = null,
        MemoryGrainStorage? storage = null,
        FakeTimeProvider? clock = null,
        bool sharesDatabase = false,
        Action<IServiceCollection>? configure = null)
    {
        Clock = clock ?? new FakeTimeProvider();
        Storage = storage ?? new MemoryGrainStorage();
        Tenants = tenants ?? new TestTenants();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs));
        services.AddKeyedSingleton<IGrainStorage>("eudiplo", Storage);
        services.AddSingleton<ITenantSource>(Tenants);
        configure?.Invoke(services);
        services.AddEudiploGrains();
        services.Configure<IssuerOptions>(o => o.PublicUrl = PublicUrl);
        services.AddLocalGrains(o => o.ActivationPerCall = sharesDatabase).AddGrainsFrom(typeof(AuthSessionGrain).Assembly);
        _services = services.BuildServiceProvider();
        Grains = _services.GetRequiredService<IGrainFactory>();
    }

    public FakeTimeProvider Clock { get; }

    public MemoryGrainStorage Storage { get; }

    public TestTenants Tenants { get; }

    public RecordedLogs Logs { get; } = new();

    public IGrainFactory Grains { get; }

    public IServiceProvider Services => _services;

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await _services.GetRequiredService<LocalGrainRuntime>().StopAsync(patience.Token);
        await _services.DisposeAsync();
        AssertNothingLeaked();
    }

    /// <summary>Fails when something of the shape of a secret is in a log: at the end of every test, so that the logs of the whole suite are read.</summary>
    public void AssertNothingLeaked()
    {
        var lines = Logs.Entries.Select(entry => $"{entry.Text} {Messages(entry.Exception)}");
        Assert.Empty(lines.Where(line => SecretShapes.FindIn(line).Any()).Take(5));

        static string Messages(Exception? exception) => exception is null ? string.Empty : $"{exception.Message} {Messages(exception.InnerException)}";
    }

    public IAuthSessionGrain Session(Guid id, string tenant = Tenant) => Grains.GetGrain<IAuthSessionGrain>(new GrainKey(tenant, id).ToString());

    public IGrantGrain Grant(Guid id, string tenant = Tenant) => Grains.GetGrain<IGrantGrain>(new GrainKey(tenant, id).ToString());

    /// <summary>The stored session; null when there is none.</summary>
    public AuthSessionState? Stored(Guid id, string tenant = Tenant) =>
        Storage.Peek<AuthSessionState>("session", Orleans.Runtime.GrainId.Create("session", new GrainKey(tenant, id).ToString()));

    /// <summary>Calls again after a lost race, as the gateway does.</summary>
    public static async Task<T> Retrying<T>(Func<Task<T>> call)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (InconsistentStateException)
            {
            }
        }
    }
}
