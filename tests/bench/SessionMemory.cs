using System.Diagnostics;
using Eudiplo.Gateway.Hosting;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Grains.Abstractions.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Eudiplo.Bench;

/// <summary>
/// What a live session weighs: begins many in one process (SQLite, every session's grain active, its timer set) and compares the managed heap
/// before and after, both after a full collection. Not a benchmark of BenchmarkDotNet's: one number of a long-lived heap, not a time.
/// </summary>
internal static class SessionMemory
{
    private const int Concurrency = 64;

    public static async Task RunAsync(int sessions)
    {
        var directory = Directory.CreateTempSubdirectory("eudiplo-memory-").FullName;
        await using (var app = GatewayApp.Build(
            [
                "--urls=http://127.0.0.1:0",
                "--Eudiplo:PublicUrl=https://issuer.example",
                $"--Eudiplo:Storage:ConnectionString=Data Source={Path.Combine(directory, "eudiplo.db")}",
                $"--Eudiplo:Tenants:FilesDirectory={directory}",
            ],
            builder => builder.Logging.ClearProviders()))
        {
            await app.StartAsync();
            var grains = app.Services.GetRequiredService<Orleans.IGrainFactory>();
            await BeginAsync(grains, 1_000);
            var (heap, rss, watch) = (Heap(), Environment.WorkingSet, Stopwatch.StartNew());
            await BeginAsync(grains, sessions);
            var seconds = watch.Elapsed.TotalSeconds;
            Console.WriteLine($"{sessions:N0} live sessions, begun in {seconds:N1} s ({sessions / seconds:N0} per second, grain calls without HTTP)");
            Console.WriteLine($"managed memory per live session: {(Heap() - heap) / (double)sessions:N0} bytes");
            Console.WriteLine($"working set grew by {(Environment.WorkingSet - rss) / (double)sessions:N0} bytes per live session");
            await app.StopAsync();
        }

        Directory.Delete(directory, recursive: true);
    }

    private static Task BeginAsync(Orleans.IGrainFactory grains, int count)
    {
        var left = count;
        return Task.WhenAll(Enumerable.Range(0, Concurrency).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                var key = new GrainKey("demo", Guid.CreateVersion7());
                var reply = await grains.GetGrain<IAuthSessionGrain>(key.ToString()).BeginAsync(new BeginSession
                {
                    Credentials = new PresentedCredentials { ClientId = "wallet" },
                    ClientId = "wallet",
                    ResponseType = "code",
                    Scope = "web-credential",
                    CodeChallenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                    CodeChallengeMethod = "S256",
                    RedirectUri = "https://wallet.example/cb",
                    InteractionTypesSupported = "openid4vp_presentation,redirect_to_web",
                });
                if (reply.Error is { } error)
                {
                    throw new InvalidOperationException($"{error.Code}: {error.Description}");
                }
            }
        })));
    }

    private static long Heap()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
