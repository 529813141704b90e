using Eudiplo.Storage.Encryption;

namespace Eudiplo.Storage.Sqlite;

/// <summary>The key ring and the settings while the storage is in use: reads on a connection of their own, changes through the writer.</summary>
internal sealed class SqliteSharedKeyStore(SqliteConnections connections, Func<SqliteWriter> writer) : IKeyStore
{
    public IReadOnlyList<string> ReadKeys() => Read(store => store.ReadKeys());

    public void AddKey(string name, string xml) => Change(store => store.AddKey(name, xml));

    public void ReplaceKey(string xml, string replacement) => Change(store => store.ReplaceKey(xml, replacement));

    public byte[]? ReadSetting(string name) => Read(store => store.ReadSetting(name));

    public void AddSetting(string name, byte[] value) => Change(store => store.AddSetting(name, value));

    public void ReplaceSetting(string name, byte[] value) => Change(store => store.ReplaceSetting(name, value));

    private T Read<T>(Func<SqliteKeyStore, T> read)
    {
        try
        {
            using var connection = connections.OpenReader();
            return read(new SqliteKeyStore(connection));
        }
        catch (Exception exception)
        {
            throw SqliteFailure.Translate(exception);
        }
    }

    private void Change(Action<SqliteKeyStore> change)
    {
        var work = new SqliteWork.Change<bool>(statements =>
        {
            change(new SqliteKeyStore(statements.Connection));
            return true;
        });
        writer().Enqueue(work);

        // Data Protection's repository is synchronous. It adds a key once in a key's lifetime, and never on the writer's own thread.
        work.Task.GetAwaiter().GetResult();
    }
}
