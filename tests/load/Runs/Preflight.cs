using Eudiplo.Load.Commands;
using Eudiplo.Load.Http;
using Eudiplo.Load.Measurements;
using Eudiplo.Load.Reports;
using Eudiplo.Load.Wallets;
using Eudiplo.WalletSimulator.Demo;
using Eudiplo.WalletSimulator.InteractiveAuthorization;
using Eudiplo.WalletSimulator.Keys;
using Eudiplo.WalletSimulator.Presentations;

namespace Eudiplo.Load.Runs;

/// <summary>
/// What happens before the load: the server is asked for its metadata and for the queries of its presentation steps, the wallets
/// get their keys and credentials, and one flow per tenant shows that the load can work at all.
/// </summary>
/// <param name="options">What the command line asked for.</param>
public sealed class Preflight(LoadOptions options)
{
    /// <summary>Prepares the wallets.</summary>
    /// <exception cref="LoadSetupException">The server is not there, or not as the flow needs it.</exception>
    public async Task<IReadOnlyList<VirtualWallet>> PrepareAsync(RunMeasurements measurements, CancellationToken cancellation)
    {
        try
        {
            var material = DemoMaterial.Load(options.DemoDirectory);
            var tenants = new List<TenantTarget>();
            if (options.AdminKeyFile is not null)
            {
                await new TenantSetup(options).RunAsync(cancellation);
            }

            foreach (var name in options.Tenants.Distinct())
            {
                tenants.Add(await LearnAsync(name, material, cancellation));
            }

            return Create(tenants, material, measurements);
        }
        catch (HttpRequestException error)
        {
            throw new LoadSetupException($"No usable answer from {options.Urls[0]}: {error.Message} Is the gateway running?", error);
        }
        catch (Exception error) when (error is IOException or FormatException or InvalidOperationException)
        {
            throw new LoadSetupException(error.Message, error);
        }
    }

    /// <summary>
    /// Gets what the flow works on, for every wallet, and then runs the flow once for each tenant. What is counted meanwhile is forgotten.
    /// </summary>
    /// <exception cref="LoadSetupException">It failed; the message says where.</exception>
    public async Task TryAsync(IReadOnlyList<VirtualWallet> wallets, RunMeasurements measurements)
    {
        measurements.Begin();
        await Parallel.ForEachAsync(wallets, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (wallet, _) =>
        {
            if (!await options.Flow.PrepareAsync(wallet))
            {
                throw Failed("Getting the grants for", wallet, measurements);
            }
        });
        foreach (var wallet in wallets.DistinctBy(wallet => wallet.Tenant))
        {
            if (!await options.Flow.RunAsync(wallet))
            {
                throw Failed("A first flow", wallet, measurements);
            }
        }

        measurements.End();
        measurements.Reset();
    }

    private LoadSetupException Failed(string what, VirtualWallet wallet, RunMeasurements measurements)
    {
        var reason = string.Join("; ", measurements.Errors.Keys);
        return new LoadSetupException(
            $"{what} '{options.Flow.Name}' for tenant {wallet.Tenant.Name} failed: {reason}. {Bottleneck.RefusedByRate(measurements.Errors.Keys) ?? options.Flow.Needs}".TrimEnd());
    }

    private List<VirtualWallet> Create(List<TenantTarget> tenants, DemoMaterial material, RunMeasurements measurements)
    {
        var servers = options.Urls.Select(ServerAddress.Of).ToList();
        var licences = tenants.Exists(tenant => tenant.Queries.Values.Any(query => query.AsksForMdoc))
            ? material.CreateLicenceIssuer(TimeProvider.System)
            : null;
        var issuer = material.CreatePidIssuer(TimeProvider.System);
        var pairs = new PkcePool(4096);
        var wallets = new List<VirtualWallet>();
        for (var number = 0; number < options.Wallets; number++)
        {
            List<IHeldCredential> credentials = [new SdJwtHeldCredential(issuer.Issue(DemoPid.For(EcKey.Generate())))];
            if (licences is not null)
            {
                credentials.Add(new MdocHeldCredential(licences.Issue(DemoLicence.For(EcKey.Generate()))));
            }

            var wallet = new VirtualWallet(
                servers,
                tenants[number % tenants.Count],
                new HolderWallet(credentials, TimeProvider.System),
                pairs,
                measurements,
                options.Wallet,
                number);
            foreach (var configuration in options.Flow.CredentialConfigurations)
            {
                wallet.Prepare(configuration);
            }

            wallets.Add(wallet);
        }

        return wallets;
    }

    private async Task<TenantTarget> LearnAsync(string name, DemoMaterial material, CancellationToken cancellation)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
        var endpoints = await TenantEndpoints.DiscoverAsync(http, options.Urls[0], name, options.Dialect, cancellation);
        var target = new TenantTarget(
            name,
            endpoints,
            options.Dialect,
            options.Urls[0].Authority,
            material.Backend,
            options.ClientId,
            options.AdminKeyFile is { } file ? (await File.ReadAllTextAsync(file, cancellation)).Trim() : null);
        await new QueryLearner(http, options).LearnAsync(target, cancellation);
        return target;
    }
}
