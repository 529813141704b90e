using System.Diagnostics;
using System.Security.Cryptography;
using Eudiplo.Gateway.Hosting;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Administration;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Abstractions.Revocations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Eudiplo.Bench;

/// <summary>
/// What the revocation of every grant of one client takes: makes the grants, revokes them page by page as the admin API does, and watches the
/// managed heap and the working set meanwhile. Flat memory is the point: neither may grow with the number of grants.
/// </summary>
internal static class BulkRevocation
{
    private const string Tenant = "demo";
    private const int Concurrency = 64;

    public static async Task RunAsync(int grants, string provider, string? connection)
    {
        var directory = Directory.CreateTempSubdirectory("eudiplo-revocation-").FullName;
        var masterKey = Path.Combine(directory, "master.key");
        await File.WriteAllTextAsync(masterKey, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        await using (var app = GatewayApp.Build(
            [
                "--urls=http://127.0.0.1:0",
                "--Eudiplo:PublicUrl=https://issuer.example",
                $"--Eudiplo:Storage:Provider={provider}",
                $"--Eudiplo:Storage:ConnectionString={connection ?? $"Data Source={Path.Combine(directory, "eudiplo.db")}"}",
                $"--Eudiplo:Storage:MasterKeyFile={masterKey}",
                $"--Eudiplo:Tenants:FilesDirectory={directory}",
            ],
            builder => builder.Logging.ClearProviders()))
        {
            await app.StartAsync();
            var grains = app.Services.GetRequiredService<Orleans.IGrainFactory>();
            await CreateAsync(grains, 1_000, "another-client");
            var watch = Stopwatch.StartNew();
            await CreateAsync(grains, grants, "the-client");
            Console.WriteLine($"{provider}: {grants:N0} grants made in {watch.Elapsed.TotalSeconds:N1} s ({grants / watch.Elapsed.TotalSeconds:N0} per second, grain calls without HTTP)");

            // Activations of the grants go while they are idle; what is left of them now is not the revocation's.
            var heap = Heap();
            using var process = Process.GetCurrentProcess();
            var (rss, cpu) = (process.WorkingSet64, process.TotalProcessorTime);
            var (peakHeap, peakRss, revoked, slowest) = (heap, rss, 0L, TimeSpan.Zero);
            watch.Restart();
            var administration = grains.GetGrain<ITenantAdministrationGrain>(Tenant);
            var target = new RevocationTarget(RevocationTargetKind.Client, "the-client");
            var before = (await administration.BeginRevocationAsync(target))!.Value;
            while (true)
            {
                var started = Stopwatch.GetTimestamp();
                if (await administration.RevokePageAsync(target, before) is not (> 0 and var page))
                {
                    break;
                }

                revoked += page;
                slowest = Stopwatch.GetElapsedTime(started) is var taken && taken > slowest ? taken : slowest;
                peakHeap = Math.Max(peakHeap, GC.GetTotalMemory(forceFullCollection: false));
                process.Refresh();
                peakRss = Math.Max(peakRss, process.WorkingSet64);
            }

            var seconds = watch.Elapsed.TotalSeconds;
            Console.WriteLine($"{revoked:N0} grants revoked in {seconds:N1} s ({revoked / seconds:N0} per second), slowest page {slowest.TotalMilliseconds:N0} ms");
            Console.WriteLine($"managed memory before {heap / 1e6:N1} MB, at most {peakHeap / 1e6:N1} MB meanwhile; working set {rss / 1e6:N0} MB, at most {peakRss / 1e6:N0} MB");
            Console.WriteLine($"CPU: {(process.TotalProcessorTime - cpu).TotalSeconds / seconds:N2} cores");
            await app.StopAsync();
        }

        Directory.Delete(directory, recursive: true);
    }

    private static Task CreateAsync(Orleans.IGrainFactory grains, int count, string client)
    {
        var left = count;
        return Task.WhenAll(Enumerable.Range(0, Concurrency).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                var key = new GrainKey(Tenant, Guid.CreateVersion7());
                var reply = await grains.GetGrain<IGrantGrain>(key.ToString()).CreateAsync(
                    new CreateGrant { ClientId = client, Subject = "user", AuthTime = TimeProvider.System.GetUtcNow() });
                if (reply.Error is { } error)
                {
                    throw new InvalidOperationException($"A grant was refused: {error.Code}: {error.Description}");
                }
            }
        })));
    }

    private static long Heap()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
