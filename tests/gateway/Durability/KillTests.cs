using System.Text;
using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.WalletSimulator.Demo;
using Eudiplo.WalletSimulator.Keys;
using Eudiplo.WalletSimulator.Presentations;
using Eudiplo.WalletSimulator.SdJwt;

namespace Eudiplo.Gateway.Tests.Durability;

/// <summary>What a wallet was told survives the process that told it.</summary>
public sealed class KillTests
{
    private const int Wallets = 24;

    [Fact]
    public async Task After_kill_9_under_load_every_session_is_at_the_step_that_its_last_reply_told()
    {
        var directory = Directory.CreateTempSubdirectory("eudiplo-kill-").FullName;
        var url = GatewayProcess.FreeUrl();
        List<DurableWallet> wallets;
        await using (var first = await GatewayProcess.StartAsync(url, directory))
        {
            wallets = [.. Enumerable.Range(0, Wallets * 6).Select(_ => new DurableWallet(Holder(first)))];
            var answers = 0;
            var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var load = Task.WhenAll(wallets.Chunk(6).Select(mine => Task.Run(async () =>
            {
                foreach (var wallet in mine)
                {
                    while (wallet.AccessToken is null && wallet.Error is null)
                    {
                        try
                        {
                            await wallet.StepAsync(first);
                        }
                        catch (Exception e) when (e is HttpRequestException or IOException)
                        {
                            return;
                        }

                        // Enough to be in the middle of everything: wallets at every step, and requests under way.
                        if (Interlocked.Increment(ref answers) == Wallets * 10)
                        {
                            enough.SetResult();
                        }
                    }
                }
            })));
            await enough.Task;
            await first.KillAsync();
            await load;
        }

        Assert.Contains(wallets, w => w is { Last: not null, AccessToken: null });
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.Combine(directory, "data"), "eudiplo.db*"), HoldsAClaim);
        await using (var second = await GatewayProcess.StartAsync(url, directory))
        {
            foreach (var wallet in wallets.Where(w => w.Answers > 0 && w.AccessToken is null))
            {
                // The one answer that is not given twice is the token endpoint's: the code may have been spent by the request that was cut off.
                var mayBeSpent = wallet.Redeeming;
                while (wallet.AccessToken is null && wallet.Error is null)
                {
                    await wallet.StepAsync(second);
                }

                Assert.True(wallet.AccessToken is not null || (mayBeSpent && wallet.Error == "invalid_grant"), $"{wallet.Last}: {wallet.Error}");
            }
        }

        Directory.Delete(directory, recursive: true);
    }

    private static HolderWallet Holder(GatewayProcess gateway) => new(
        [new SdJwtHeldCredential(gateway.Demo.CreatePidIssuer(TimeProvider.System).Issue(DemoPid.For(EcKey.Generate())))], TimeProvider.System);

    private static bool HoldsAClaim(string file) =>
        new[] { "Erika", "Mustermann", "urn:eudi:pid:1" }.Any(c => File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(c)) >= 0);
}
