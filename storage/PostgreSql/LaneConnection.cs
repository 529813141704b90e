using System.Data;
using Npgsql;

namespace Eudiplo.Storage.PostgreSql;

/// <summary>The connection that a lane keeps for itself, opened again when it was lost.</summary>
internal sealed class LaneConnection(NpgsqlDataSource source) : IAsyncDisposable
{
    private NpgsqlConnection? _connection;

    public async ValueTask<NpgsqlConnection> OpenAsync()
    {
        if (_connection is { FullState: ConnectionState.Open } open)
        {
            return open;
        }

        await DropAsync();
        return _connection = await source.OpenConnectionAsync();
    }

    /// <summary>Gives up a connection of which nobody knows what state it is in.</summary>
    public async ValueTask DropAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;

            // Closing must not put a doubtful connection back into the pool.
            NpgsqlConnection.ClearPool(connection);
            await connection.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
        {
            await connection.DisposeAsync();
        }
    }
}
