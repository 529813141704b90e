using System.Collections.Concurrent;
using Eudiplo.Grains.Abstractions.Storage;

namespace Eudiplo.Storage.Rows;

/// <summary>The rows of this process that are announced and were not looked for yet.</summary>
internal sealed class NewRows : INewRows
{
    private readonly ConcurrentDictionary<(string Kind, string Key), bool> _announced = new();

    public IDisposable Announce(string kind, string key)
    {
        _announced[(kind, key)] = true;
        return new Announcement(this, kind, key);
    }

    /// <summary>Whether a row cannot be there. True once for each announcement: whoever comes next looks.</summary>
    public bool TryTake(string kind, string key) => !_announced.IsEmpty && _announced.TryRemove((kind, key), out _);

    private sealed class Announcement(NewRows rows, string kind, string key) : IDisposable
    {
        public void Dispose() => rows.TryTake(kind, key);
    }
}
