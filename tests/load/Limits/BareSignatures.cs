using System.Diagnostics;
using System.Security.Cryptography;

namespace Eudiplo.Load.Limits;

/// <summary>
/// How many ECDSA P-256 signatures of SHA-256 the machine makes and verifies, on one processor and on all; and how many flows per second that
/// leaves, were the server's share of them all that a flow costs.
/// </summary>
internal static class BareSignatures
{
    private const int TextLength = 800;

    /// <summary>
    /// The server's signatures per flow, with issuer chains and keys that it has met before, and opaque tokens: what it verifies (credential
    /// and key binding, or issuer and device; a key proof; with DPoP a proof for each of the wallet's requests) and what it signs (a credential).
    /// </summary>
    private static readonly (string Flow, int Verified, int Signed)[] Flows =
    [
        ("web --dpop", 2, 0),
        ("presentation", 2, 0),
        ("presentation --dpop", 4, 0),
        ("mdoc", 2, 0),
        ("organization", 2, 0),
        ("whole --dpop", 6, 0),
        ("credential", 1, 1),
        ("credential --dpop", 5, 1),
        ("refresh --dpop", 1, 0),
    ];

    public static async Task<IReadOnlyList<LimitRow>> MeasureAsync(LimitsOptions options)
    {
        var all = Environment.ProcessorCount;
        var rows = new List<LimitRow>();
        foreach (var threads in new[] { 1, all }.Distinct())
        {
            rows.Add(new LimitRow("signatures", $"ECDSA P-256, {threads} threads", await RateAsync(threads, options.Duration, Verify), "verified"));
            rows.Add(new LimitRow("signatures", $"ECDSA P-256, {threads} threads", await RateAsync(threads, options.Duration, Sign), "signed"));
        }

        var (verified, signed) = (rows[^2].PerSecond, rows[^1].PerSecond);
        rows.AddRange(Flows.Select(flow => new LimitRow(
            "signatures",
            $"{flow.Flow}: the server verifies {flow.Verified} and signs {flow.Signed}, {all} processors",
            1 / ((flow.Verified / verified) + (flow.Signed / signed)),
            "flows")));
        return rows;
    }

    private static async Task<double> RateAsync(int threads, TimeSpan duration, Func<TimeSpan, double> measure)
    {
        var rates = await Task.WhenAll(Enumerable.Range(0, threads).Select(_ =>
            Task.Factory.StartNew(() => measure(duration), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        return rates.Sum();
    }

    private static double Verify(TimeSpan duration)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var text = RandomNumberGenerator.GetBytes(TextLength);
        var signature = key.SignData(text, HashAlgorithmName.SHA256);
        return Repeat(duration, () => key.VerifyData(text, signature, HashAlgorithmName.SHA256));
    }

    private static double Sign(TimeSpan duration)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var text = RandomNumberGenerator.GetBytes(TextLength);
        var signature = new byte[64];
        return Repeat(duration, () => key.TrySignData(text, signature, HashAlgorithmName.SHA256, out _));
    }

    private static double Repeat(TimeSpan duration, Func<bool> once)
    {
        var started = Stopwatch.GetTimestamp();
        long count = 0;
        for (; Stopwatch.GetElapsedTime(started) < duration; count++)
        {
            if (!once())
            {
                throw new CryptographicException("A signature did not verify.");
            }
        }

        return count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
