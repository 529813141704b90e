using System.Text.Json;
using Eudiplo.Storage.Hosting;
using Eudiplo.Storage.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace Eudiplo.Storage.Tests.Durability;

/// <summary>A process that writes and tells of each write once it has been acknowledged, until it is killed.</summary>
public static class DoomedWriter
{
    public const int Writers = 16;

    /// <summary>Reads its configuration from one line of its input; prints <c>key step version</c> for each acknowledged write.</summary>
    public static async Task<int> RunAsync()
    {
        var settings = JsonSerializer.Deserialize<Dictionary<string, string?>>(Console.ReadLine()!)!;
        await using var host = StorageHost.Build(settings, TimeProvider.System);
        await host.Services.GetRequiredService<IStorageInitializer>().InitializeAsync();
        var output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var row = 0; ; row++)
            {
                var key = $"acme/{writer}-{row}";
                var state = await host.InsertAsync(key, new Ticket { Claim = "Erika Mustermann", Step = 1 });
                output.WriteLine($"{key} 1 {state.ETag}");
                for (var step = 2; step <= 5; step++)
                {
                    state.State.Step = step;
                    await host.WriteAsync(key, state);
                    output.WriteLine($"{key} {step} {state.ETag}");
                }
            }
        })));
        return 0;
    }
}
