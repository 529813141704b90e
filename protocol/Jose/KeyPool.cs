using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Eudiplo.Protocol.Jose;

/// <summary>
/// Imported copies of one key. An import costs three times a verification, and the framework does not promise that one key object
/// may be used by two threads at once; so a thread takes a copy, uses it and puts it back. At most one copy per processor is kept.
/// </summary>
internal sealed class KeyPool(Func<AsymmetricAlgorithm> import)
{
    private static readonly int Most = Environment.ProcessorCount;
    private readonly ConcurrentQueue<AsymmetricAlgorithm> _spare = new();
    private AsymmetricAlgorithm? _first;
    private int _spares;

    /// <summary>Takes a copy, importing when none is free.</summary>
    /// <exception cref="CryptographicException">The numbers are no key.</exception>
    public AsymmetricAlgorithm Take()
    {
        var key = Interlocked.Exchange(ref _first, null);
        if (key is not null)
        {
            return key;
        }

        if (_spare.TryDequeue(out key))
        {
            Interlocked.Decrement(ref _spares);
            return key;
        }

        return import();
    }

    /// <summary>Puts a copy back.</summary>
    public void Return(AsymmetricAlgorithm key)
    {
        if (Interlocked.CompareExchange(ref _first, key, null) is null)
        {
            return;
        }

        if (Interlocked.Increment(ref _spares) < Most)
        {
            _spare.Enqueue(key);
            return;
        }

        Interlocked.Decrement(ref _spares);
        key.Dispose();
    }
}
