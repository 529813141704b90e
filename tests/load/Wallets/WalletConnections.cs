using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using Eudiplo.Load.Http;

namespace Eudiplo.Load.Wallets;

/// <summary>
/// A wallet's connections, one to each server. Requests go to all of them in turn, in an order that changes from round to round: in a fixed one, a
/// flow of as many requests as there are servers would ask each server for the same step every time. One request at a time; only
/// <see cref="AbortIfOlderThan"/> may be called from elsewhere.
/// </summary>
/// <param name="servers">The servers.</param>
public sealed class WalletConnections(IReadOnlyList<ServerAddress> servers) : IDisposable
{
    private readonly HttpConnection[] _connections = [.. servers.Select(server => new HttpConnection(server))];
    private int _next;
    private HttpConnection? _busy;
    private long _started;

    /// <summary>When the newest request was sent, as a <see cref="Stopwatch"/> timestamp.</summary>
    public long Started => _started;

    /// <summary>When its reply was there.</summary>
    public long Ended { get; private set; }

    /// <summary>Why there was no reply; for the report.</summary>
    public string Failure { get; private set; } = "";

    /// <summary>Sends a request to the next server.</summary>
    /// <returns>The connection with the reply; null when there is none, and <see cref="Failure"/> says why.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<HttpConnection?> ExchangeAsync(ReadOnlyMemory<byte> request)
    {
        if (_next == 0)
        {
            Random.Shared.Shuffle(_connections);
        }

        var connection = _connections[_next];
        _next = (_next + 1) % _connections.Length;
        try
        {
            if (!connection.IsOpen)
            {
                await connection.OpenAsync(CancellationToken.None);
            }

            Volatile.Write(ref _started, Stopwatch.GetTimestamp());
            _busy = connection;
            await connection.ExchangeAsync(request);
            _busy = null;
            Ended = Stopwatch.GetTimestamp();
            return connection;
        }
        catch (Exception error) when (error is SocketException or IOException or ObjectDisposedException or AuthenticationException)
        {
            _busy = null;
            connection.Close();
            Failure = error switch
            {
                SocketException { SocketErrorCode: var code } => $"connection {code}",
                ObjectDisposedException => "no answer in time",
                InvalidDataException => error.Message,
                _ => "connection broken",
            };
            return null;
        }
    }

    /// <summary>Breaks the connection when a request has waited too long.</summary>
    public void AbortIfOlderThan(TimeSpan age)
    {
        var busy = Volatile.Read(ref _busy);
        if (busy is not null && Stopwatch.GetElapsedTime(Volatile.Read(ref _started)) > age)
        {
            busy.Close();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var connection in _connections)
        {
            connection.Dispose();
        }
    }
}
