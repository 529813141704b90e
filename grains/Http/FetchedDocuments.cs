using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;

namespace Eudiplo.Grains.Http;

/// <summary>
/// Documents that were fetched, for as long as they may be used, and within a limit of memory. Many who ask for one document at once
/// share one request. For all threads.
/// </summary>
internal sealed class FetchedDocuments<TKey, TDocument>(TimeProvider clock, long maxBytes) : IDisposable
    where TKey : notnull
    where TDocument : class
{
    private const int EntryOverhead = 512;

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = maxBytes, CompactionPercentage = 0.25 });
    private readonly ConcurrentDictionary<TKey, Lazy<Task<Fetched<TDocument>>>> _underWay = new();

    /// <summary>How many outcomes are kept.</summary>
    public int Count => _kept.Count;

    /// <summary>The document: the kept one while it is fresh, or else a new one.</summary>
    /// <param name="key">Which.</param>
    /// <param name="fetch">Fetches it. It ends by itself within its own time: others may be waiting for it too.</param>
    /// <param name="newerThan">A kept document must have been fetched after this time.</param>
    /// <param name="cancellationToken">Ends the waiting, not the request.</param>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    public async ValueTask<Fetched<TDocument>> GetAsync(
        TKey key, Func<Task<Fetched<TDocument>>> fetch, DateTimeOffset? newerThan, CancellationToken cancellationToken)
    {
        if (_kept.TryGetValue(key, out Fetched<TDocument>? kept) && clock.GetUtcNow() < kept!.FreshUntil && !(kept.At <= newerThan))
        {
            return kept;
        }

        // The request belongs to nobody's turn: it goes on when whoever began it gives up.
        var shared = _underWay.GetOrAdd(key, one => new Lazy<Task<Fetched<TDocument>>>(() => Task.Run(() => FetchAsync(one, fetch))));
        return await shared.Value.WaitAsync(cancellationToken);
    }

    public void Dispose() => _kept.Dispose();

    private async Task<Fetched<TDocument>> FetchAsync(TKey key, Func<Task<Fetched<TDocument>>> fetch)
    {
        try
        {
            var fetched = await fetch() with { At = clock.GetUtcNow() };
            var left = fetched.FreshUntil - fetched.At;
            if (left > TimeSpan.Zero)
            {
                _kept.Set(key, fetched, new MemoryCacheEntryOptions
                {
                    Size = fetched.Size + EntryOverhead,
                    AbsoluteExpirationRelativeToNow = left < TimeSpan.FromDays(1) ? left : TimeSpan.FromDays(1),
                });
            }

            return fetched;
        }
        finally
        {
            _underWay.TryRemove(key, out _);
        }
    }
}
