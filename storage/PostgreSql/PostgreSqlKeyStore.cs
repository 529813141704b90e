using Eudiplo.Storage.Clock;
using Eudiplo.Storage.Encryption;
using Npgsql;

namespace Eudiplo.Storage.PostgreSql;

/// <summary>The key ring and the settings over one connection.</summary>
internal sealed class PostgreSqlKeyStore(NpgsqlConnection connection) : IKeyStore
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
        using var command = Command(
            "INSERT INTO data_protection_keys (name, xml, made_at) VALUES ($1, $2, $3)", name, xml, Instant.From(TimeProvider.System.GetUtcNow()));
        command.ExecuteNonQuery();
    }

    public void ReplaceKey(string xml, string replacement)
    {
        using var command = Command("UPDATE data_protection_keys SET xml = $2 WHERE xml = $1", xml, replacement);
        command.ExecuteNonQuery();
    }

    public byte[]? ReadSetting(string name)
    {
        using var command = Command("SELECT value FROM storage_settings WHERE name = $1", name);
        return (byte[]?)command.ExecuteScalar();
    }

    public void AddSetting(string name, byte[] value)
    {
        using var command = Command("INSERT INTO storage_settings (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING", name, value);
        command.ExecuteNonQuery();
    }

    public void ReplaceSetting(string name, byte[] value)
    {
        using var command = Command("UPDATE storage_settings SET value = $2 WHERE name = $1", name, value);
        command.ExecuteNonQuery();
    }

    private NpgsqlCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
