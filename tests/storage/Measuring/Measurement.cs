using System.Diagnostics;
using System.Globalization;
using Eudiplo.Storage.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Eudiplo.Storage.Hosting;

namespace Eudiplo.Storage.Tests.Measuring;

/// <summary>
/// Durable writes and reads per second, through the grains' interface: serialization and encryption included. The state is about 1.2 KB as
/// stored. Each writer waits for its write before the next.
/// </summary>
public static class Measurement
{
    public static async Task<int> RunAsync(string[] args)
    {
        var providers = args.Length > 0 ? [Enum.Parse<Provider>(args[0], ignoreCase: true)] : Enum.GetValues<Provider>();
        var seconds = args.Length > 1 ? double.Parse(args[1], CultureInfo.InvariantCulture) : 3;
        Console.WriteLine("provider     writers   inserts/s   updates/s     reads/s   CPU of this process");
        foreach (var provider in providers)
        {
            if (provider == Provider.PostgreSql && PostgreSqlServer.Missing is { } missing)
            {
                Console.WriteLine(missing);
                continue;
            }

            await using var database = await TestDatabase.CreateAsync(provider);
            await using var host = StorageHost.Build(database.Settings, TimeProvider.System);
            await host.Services.GetRequiredService<IStorageInitializer>().InitializeAsync();
            await MeasureAsync(host, provider, 8, TimeSpan.FromSeconds(1), print: false);
            foreach (var writers in (int[])[1, 8, 32, 64])
            {
                await MeasureAsync(host, provider, writers, TimeSpan.FromSeconds(seconds), print: true);
            }
        }

        return 0;
    }

    private static async Task MeasureAsync(StorageHost host, Provider provider, int writers, TimeSpan time, bool print)
    {
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var started = Stopwatch.GetTimestamp();
        var expires = TimeProvider.System.GetUtcNow().AddHours(1);
        var inserts = await RunAsync(writers, time, async (_, _) => await host.InsertAsync(NewKey(), NewTicket(expires)));

        var states = await Task.WhenAll(Enumerable.Range(0, writers).Select(async _ =>
        {
            var key = NewKey();
            return (Key: key, State: await host.InsertAsync(key, NewTicket(expires)));
        }));
        var updates = await RunAsync(writers, time, async (writer, _) => await host.WriteAsync(states[writer].Key, states[writer].State));
        var reads = await RunAsync(writers, time, async (writer, _) => await host.ReadAsync(states[writer].Key));
        var busy = (Process.GetCurrentProcess().TotalProcessorTime - cpu) / Stopwatch.GetElapsedTime(started);
        if (print)
        {
            Console.WriteLine($"{provider,-12} {writers,7} {inserts,11:N0} {updates,11:N0} {reads,11:N0}   {busy / Environment.ProcessorCount,6:P0} of {Environment.ProcessorCount} cores");
        }
    }

    private static string NewKey() => $"acme/{Guid.CreateVersion7()}";

    private static Ticket NewTicket(DateTimeOffset expires) => new()
    {
        ClientId = "wallet",
        CreatedAt = TimeProvider.System.GetUtcNow(),
        ExpiresAt = expires,
        Claim = new string('x', 900),
    };

    private static async Task<double> RunAsync(int writers, TimeSpan time, Func<int, int, Task> operation)
    {
        var started = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            var count = 0;
            while (Stopwatch.GetElapsedTime(started) < time)
            {
                await operation(writer, count++);
            }

            return count;
        })));
        return counts.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
