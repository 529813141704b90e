using System.Globalization;

namespace Eudiplo.WalletSimulator;

/// <summary>
/// The seed of generated inputs. The same one each time, so that a failure is seen again; another by <c>EUDIPLO_FUZZ_SEED</c> (a number, or
/// <c>random</c>), to look further.
/// </summary>
public static class GeneratedInput
{
    /// <summary>The seed of this run.</summary>
    public static ulong Seed { get; } = Environment.GetEnvironmentVariable("EUDIPLO_FUZZ_SEED") switch
    {
        null or "" => 20_261_122,
        "random" => (ulong)Random.Shared.NextInt64(),
        var text => ulong.Parse(text, CultureInfo.InvariantCulture),
    };
}
