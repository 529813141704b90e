using System.Text;
using Eudiplo.WalletSimulator.OAuth;

namespace Eudiplo.Load.Wallets;

/// <summary>PKCE pairs made before the clock starts and used in turn, over and over.</summary>
public sealed class PkcePool
{
    private readonly (byte[] Verifier, byte[] Challenge)[] _pairs;
    private int _next = -1;

    /// <summary>Makes the pairs.</summary>
    public PkcePool(int size)
    {
        _pairs = new (byte[], byte[])[size];
        for (var i = 0; i < size; i++)
        {
            var pair = Pkce.Generate();
            _pairs[i] = (Encoding.ASCII.GetBytes(pair.Verifier), Encoding.ASCII.GetBytes(pair.Challenge));
        }
    }

    /// <summary>The next pair.</summary>
    public (byte[] Verifier, byte[] Challenge) Next() =>
        _pairs[(int)((uint)Interlocked.Increment(ref _next) % (uint)_pairs.Length)];
}
