using Npgsql;
using NpgsqlTypes;

namespace Eudiplo.Storage.PostgreSql;

/// <summary>A column of many rows, as one array parameter.</summary>
internal static class Column
{
    public static NpgsqlParameter Text<T>(List<T> rows, Func<T, string?> value) => Of(rows, value, NpgsqlDbType.Text);

    public static NpgsqlParameter Number<T>(List<T> rows, Func<T, long> value) => Of(rows, value, NpgsqlDbType.Bigint);

    public static NpgsqlParameter NumberOrNull<T>(List<T> rows, Func<T, long?> value) => Of(rows, value, NpgsqlDbType.Bigint);

    public static NpgsqlParameter Bytes<T>(List<T> rows, Func<T, byte[]?> value) => Of(rows, value, NpgsqlDbType.Bytea);

    private static NpgsqlParameter<TValue[]> Of<T, TValue>(List<T> rows, Func<T, TValue> value, NpgsqlDbType type)
    {
        var values = new TValue[rows.Count];
        for (var row = 0; row < values.Length; row++)
        {
            values[row] = value(rows[row]);
        }

        return new NpgsqlParameter<TValue[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };
    }
}
