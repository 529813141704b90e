using Eudiplo.Storage.Clock;
using Eudiplo.Storage.Encryption;
using Microsoft.Data.Sqlite;

namespace Eudiplo.Storage.Sqlite;

/// <summary>The key ring and the settings over one connection; the caller sees to it that the connection may write.</summary>
internal sealed class SqliteKeyStore(SqliteConnection connection) : IKeyStore
{
    public IReadOnlyList<string> ReadKeys()
    {
        using var command = Command("SELECT xml FROM data_protection_keys ORDER BY id");
        using var reader = command.ExecuteReader();
        var keys = new List<string>();
        while (reader.Read())
        {
            keys.Add(reader.GetString(0));
        }

        return keys;
    }

    public void AddKey(string name, string xml)
    {
        using var command = Command("INSERT INTO data_protection_keys (name, xml, made_at) VALUES (@name, @xml, @now)");
        command.Parameters.AddWithValue("@name", name);
        command.Parameters.AddWithValue("@xml", xml);
        command.Parameters.AddWithValue("@now", Instant.From(TimeProvider.System.GetUtcNow()));
        command.ExecuteNonQuery();
    }

    public void ReplaceKey(string xml, string replacement)
    {
        using var command = Command("UPDATE data_protection_keys SET xml = @replacement WHERE xml = @xml");
        command.Parameters.AddWithValue("@xml", xml);
        command.Parameters.AddWithValue("@replacement", replacement);
        command.ExecuteNonQuery();
    }

    public byte[]? ReadSetting(string name)
    {
        using var command = Command("SELECT value FROM storage_settings WHERE name = @name");
        command.Parameters.AddWithValue("@name", name);
        return (byte[]?)command.ExecuteScalar();
    }

    public void AddSetting(string name, byte[] value)
    {
        using var command = Command("INSERT INTO storage_settings (name, value) VALUES (@name, @value) ON CONFLICT DO NOTHING");
        command.Parameters.AddWithValue("@name", name);
        command.Parameters.AddWithValue("@value", value);
        command.ExecuteNonQuery();
    }

    public void ReplaceSetting(string name, byte[] value)
    {
        using var command = Command("UPDATE storage_settings SET value = @value WHERE name = @name");
        command.Parameters.AddWithValue("@name", name);
        command.Parameters.AddWithValue("@value", value);
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}
