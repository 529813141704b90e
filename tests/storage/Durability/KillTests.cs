using System.Diagnostics;
using System.Text.Json;
using Eudiplo.Storage.Tests.Running;

namespace Eudiplo.Storage.Tests.Durability;

public sealed class KillTests
{
    [Theory, EveryProvider]
    public async Task Every_write_that_was_acknowledged_is_there_after_kill_9(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var acknowledged = new Dictionary<string, (int Step, string Version)>();
        for (var round = 1; round <= 2; round++)
        {
            await (await StorageHost.StartAsync(database)).DisposeAsync();
            await database.ExecuteAsync("DELETE FROM state");
            acknowledged.Clear();
            await KillInTheMiddleAsync(database, 400 * round, acknowledged);

            await using var host = await StorageHost.StartAsync(database);
            Assert.True(acknowledged.Count >= DoomedWriter.Writers);
            foreach (var (key, (step, version)) in acknowledged)
            {
                var read = await host.ReadAsync(key);
                Assert.True(read.RecordExists);

                // A write that was on its way when the process died may have been made too.
                Assert.InRange(read.State.Step, step, step + 1);
                Assert.True(read.State.Step == step + 1 || read.ETag == version);
            }
        }
    }

    private static async Task KillInTheMiddleAsync(TestDatabase database, int writes, Dictionary<string, (int, string)> acknowledged)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(KillTests).Assembly.Location, "write"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(database.Settings));
        var lines = 0;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            var parts = line.Split(' ');

            // The last line may have been cut by the kill.
            if (parts.Length == 3 && parts[2].Length > 9)
            {
                acknowledged[parts[0]] = (int.Parse(parts[1]), parts[2]);
            }

            if (++lines == writes)
            {
                process.Kill();
            }
        }

        await process.WaitForExitAsync();
        Assert.True(lines >= writes, $"The writer ended by itself after {lines} writes.");
    }
}
