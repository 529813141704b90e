using System.Globalization;

namespace Eudiplo.Unit.Tests.Cbor;

/// <summary>Makes hostile octets out of good ones; the same seed gives the same octets.</summary>
public sealed class OctetMutator(int seed)
{
    private static readonly byte[][] Fragments =
    [
        [0xff], [0x00], [0x9f], [0xbf], [0x5f], [0x7f], [0xf6], [0xf8, 0x14],
        [0xd8, 0x18], [0xd8, 0x18, 0x41, 0xa0], [0xc0], [0xa0], [0x80],
        [0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [0x3b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        [0x5b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [0x9b, 0x80, 0, 0, 0, 0, 0, 0, 0],
        [0xbb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        [0xfb, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0], [0xf9, 0x7c, 0x00],
        [0x61, 0xff], [0x62, 0xc3, 0x28], [0xc2, 0x40], [0x18, 0x18], [0x81], [0xa1, 0x01],
    ];

    private readonly Random _random = new(seed);

    /// <summary>How many inputs a test makes: ten thousand, or what EUDIPLO_FUZZ_RUNS says.</summary>
    public static int Runs { get; } =
        int.Parse(Environment.GetEnvironmentVariable("EUDIPLO_FUZZ_RUNS") ?? "10000", CultureInfo.InvariantCulture);

    public static void Run(Action<OctetMutator> one, int? runs = null)
    {
        for (int seed = 1; seed <= (runs ?? Runs); seed++)
        {
            try
            {
                one(new OctetMutator(seed));
            }
            catch (Exception exception)
            {
                Assert.Fail($"seed {seed}: {exception}");
            }
        }
    }

    public int Next(int below) => _random.Next(below);

    public byte[] Random(int length)
    {
        byte[] octets = new byte[length];
        _random.NextBytes(octets);
        return octets;
    }

    /// <summary>A few octets removed, doubled, replaced or added.</summary>
    public byte[] Octets(byte[] good)
    {
        var octets = new List<byte>(good);
        for (int times = 1 + Next(3); times > 0; times--)
        {
            int at = Next(octets.Count + 1);
            switch (Next(7))
            {
                case 0:
                    octets.RemoveRange(at, Next(Math.Min(20, octets.Count - at) + 1));
                    break;
                case 1:
                    octets.InsertRange(at, Fragments[Next(Fragments.Length)]);
                    break;
                case 2 when at < octets.Count:
                    octets[at] = (byte)Next(256);
                    break;
                case 3 when at < octets.Count:
                    octets[at] ^= (byte)(1 << Next(8));
                    break;
                case 4:
                    octets.RemoveRange(at, octets.Count - at);
                    break;
                case 5:
                    int from = Next(octets.Count + 1);
                    octets.InsertRange(at, octets.GetRange(from, Next(Math.Min(200, octets.Count - from) + 1)));
                    break;
                default:
                    byte[] fragment = Fragments[Next(Fragments.Length)];
                    octets.InsertRange(at, Enumerable.Repeat(fragment, 1 + Next(40)).SelectMany(one => one));
                    break;
            }
        }

        return [.. octets];
    }
}
