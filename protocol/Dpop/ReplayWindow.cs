using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Eudiplo.Protocol.Dpop;

/// <summary>
/// Remembers which single-use identifiers were used: RFC 9449 section 11.1, RFC 7523 section 3. An identifier is known for at least the
/// window's length and at most twice as long. It holds 16 bytes of hash for each, at most its capacity, and when it is full it forgets
/// none but takes no new ones. For all threads.
/// </summary>
public sealed class ReplayWindow
{
    private const int ShardCount = 16;
    private readonly Shard[] _shards;
    private readonly int _shardCapacity;
    private readonly long _windowTicks;

    /// <summary>Makes an empty window.</summary>
    /// <param name="window">At least as long as an identifier could still be accepted.</param>
    /// <param name="capacity">The most identifiers remembered, at least 1,024.</param>
    public ReplayWindow(TimeSpan window, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1024);
        _windowTicks = window.Ticks;
        _shardCapacity = capacity / ShardCount;
        _shards = [.. Enumerable.Range(0, ShardCount).Select(_ => new Shard())];
    }

    /// <summary>Remembers an identifier: of all who bring the same one within the window, one is told that it is new.</summary>
    public ReplayState Use(string identifier, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(identifier);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(identifier), hash);
        var name = BinaryPrimitives.ReadUInt128BigEndian(hash);
        var shard = _shards[hash[16] % ShardCount];
        lock (shard)
        {
            return shard.Use(name, now.UtcTicks / _windowTicks, _shardCapacity);
        }
    }

    private sealed class Shard
    {
        private HashSet<UInt128> _young = [];
        private HashSet<UInt128> _old = [];
        private long _number;

        public ReplayState Use(UInt128 name, long number, int capacity)
        {
            if (number > _number)
            {
                // After a pause of more than a window nothing that is remembered could still be accepted.
                (_old, _young) = number == _number + 1 ? (_young, _old) : (_old, _young);
                if (number != _number + 1)
                {
                    _old.Clear();
                }

                _young.Clear();
                _number = number;
            }

            if (_old.Contains(name) || _young.Contains(name))
            {
                return ReplayState.Seen;
            }

            if (_old.Count + _young.Count >= capacity)
            {
                return ReplayState.Full;
            }

            _young.Add(name);
            return ReplayState.New;
        }
    }
}
