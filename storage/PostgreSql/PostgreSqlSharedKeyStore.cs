using Eudiplo.Storage.Encryption;
using Npgsql;

namespace Eudiplo.Storage.PostgreSql;

/// <summary>The key ring and the settings while the storage is in use: each call on a connection of its own.</summary>
internal sealed class PostgreSqlSharedKeyStore(NpgsqlDataSource source) : IKeyStore
{
    public IReadOnlyList<string> ReadKeys() => Run(store => store.ReadKeys());

    public void AddKey(string name, string xml) => Change(store => store.AddKey(name, xml));

    public void ReplaceKey(string xml, string replacement) => Change(store => store.ReplaceKey(xml, replacement));

    public byte[]? ReadSetting(string name) => Run(store => store.ReadSetting(name));

    public void AddSetting(string name, byte[] value) => Change(store => store.AddSetting(name, value));

    public void ReplaceSetting(string name, byte[] value) => Change(store => store.ReplaceSetting(name, value));

    private void Change(Action<PostgreSqlKeyStore> change) => Run(store =>
    {
        change(store);
        return true;
    });

    private T Run<T>(Func<PostgreSqlKeyStore, T> action)
    {
        try
        {
            using var connection = source.OpenConnection();
            return action(new PostgreSqlKeyStore(connection));
        }
        catch (Exception exception)
        {
            throw PostgreSqlFailure.NotApplied(exception);
        }
    }
}
