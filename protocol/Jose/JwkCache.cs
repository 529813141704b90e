namespace Eudiplo.Protocol.Jose;

/// <summary>
/// Keys that were met before, by thumbprint, so that their import is not paid again. Holds the keys used last, at most its capacity.
/// For all threads.
/// </summary>
/// <param name="capacity">The most keys kept, at least 2. An imported key weighs about 2 KiB. Default 4,096.</param>
public sealed class JwkCache(int capacity = JwkCache.DefaultCapacity)
{
    /// <summary>The capacity when none is named.</summary>
    public const int DefaultCapacity = 4096;

    private readonly BoundedCache<Jwk> _keys = new(capacity);

    /// <summary>How many keys are kept.</summary>
    public int Count => _keys.Count;

    /// <summary>The object kept for the same key, or <paramref name="key"/> itself, which is kept from now on.</summary>
    public Jwk Share(Jwk key)
    {
        if (_keys.Find(key.Thumbprint) is not { } kept)
        {
            _keys.Keep(key.Thumbprint, key);
            return key;
        }

        // Two JWKs of one key may differ in use and alg, which decide what the key may verify.
        return kept.Use == key.Use && kept.Algorithm == key.Algorithm ? kept : key;
    }
}
