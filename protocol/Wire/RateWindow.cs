namespace Eudiplo.Protocol.Wire;

/// <summary>
/// Counts requests per second and sender in a fixed table: however many senders there are, it takes no more memory, and a request takes none
/// at all. Two senders may fall on one place of the table and then share its budget; which ones is different in every process.
/// </summary>
public sealed class RateWindow
{
    private const int Places = 1 << 16;

    // The second in the upper half, the requests in it in the lower one.
    private readonly long[] _table = new long[Places];

    /// <summary>Takes a request of a sender.</summary>
    /// <param name="sender">A hash of the sender, seeded by the process.</param>
    /// <param name="second">The time in seconds.</param>
    /// <param name="limit">The sender's share of a second.</param>
    /// <returns>False when the sender has had its share of this second.</returns>
    public bool TryTake(int sender, uint second, int limit)
    {
        ref var place = ref _table[sender & (Places - 1)];
        while (true)
        {
            var seen = Volatile.Read(ref place);
            var count = (uint)(seen >> 32) == second ? (uint)seen : 0;
            if (count >= limit)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref place, ((long)second << 32) | (count + 1), seen) == seen)
            {
                return true;
            }
        }
    }
}
