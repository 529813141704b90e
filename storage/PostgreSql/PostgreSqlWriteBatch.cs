using Eudiplo.Storage.Rows;

namespace Eudiplo.Storage.PostgreSql;

/// <summary>
/// Collects writes that can share a statement: no two of one row, and no two with the same version, by which a winner is told. A write that
/// does not fit waits for the next batch.
/// </summary>
internal sealed class PostgreSqlWriteBatch(int size)
{
    private readonly HashSet<(string Kind, string Key)> _keys = [];
    private readonly HashSet<long> _versions = [];
    private List<StateWrite> _deferred = [];

    public List<StateWrite> Rows { get; } = [];

    public bool HasDeferred => _deferred.Count > 0;

    public bool IsFull => Rows.Count + _deferred.Count >= size;

    /// <summary>Starts anew with what did not fit before.</summary>
    public void Refill()
    {
        Rows.Clear();
        _keys.Clear();
        _versions.Clear();
        var before = _deferred;
        _deferred = [];
        before.ForEach(Add);
    }

    public void Add(StateWrite write)
    {
        if (_keys.Contains((write.Kind, write.Key)) || !_versions.Add(Identity(write)))
        {
            _deferred.Add(write);
            return;
        }

        _keys.Add((write.Kind, write.Key));
        Rows.Add(write);
    }

    /// <summary>The version that the database returns when the write was made.</summary>
    public static long Identity(StateWrite write) => write.Operation == WriteKind.Delete ? write.ExpectedVersion : write.NewVersion;
}
