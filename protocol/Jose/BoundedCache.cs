using System.Collections.Concurrent;

namespace Eudiplo.Protocol.Jose;

/// <summary>
/// The values used last, by name. Holds between half its capacity and its capacity: when the younger half is full it becomes the
/// older one, and the older one is dropped. For all threads; under a race the bound may be passed by a value per thread.
/// </summary>
internal sealed class BoundedCache<T>
    where T : class
{
    private readonly int _half;
    private readonly Lock _turnOver = new();
    private volatile Generation _young = new();
    private volatile Generation _old = new();

    public BoundedCache(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 2);
        _half = capacity / 2;
    }

    public int Count => _young.Values.Count + _old.Values.Count;

    public T? Find(string name)
    {
        if (_young.Values.TryGetValue(name, out var kept))
        {
            return kept;
        }

        if (!_old.Values.TryRemove(name, out kept))
        {
            return null;
        }

        Keep(name, kept);
        return kept;
    }

    public void Keep(string name, T value)
    {
        var young = _young;
        // The dictionary's own Count takes all of its locks.
        if (young.Values.TryAdd(name, value) && Interlocked.Increment(ref young.Used) >= _half)
        {
            lock (_turnOver)
            {
                if (ReferenceEquals(young, _young))
                {
                    _old = young;
                    _young = new Generation();
                }
            }
        }
    }

    private sealed class Generation
    {
        public readonly ConcurrentDictionary<string, T> Values = new(StringComparer.Ordinal);
        public int Used;
    }
}
