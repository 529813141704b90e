using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Eudiplo.Cluster.Tests.Hosting;

/// <summary>A line between a client and a server on this machine that can be made slow, and cut.</summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly int _target;
    private readonly ConcurrentDictionary<Socket, bool> _sockets = new();
    private readonly Task _accepting;
    private long _delayTicks;
    private int _cut;

    private TcpProxy(TcpListener listener, int target)
    {
        _listener = listener;
        _target = target;
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How much later each piece of data arrives, in either direction.</summary>
    public TimeSpan Delay
    {
        get => TimeSpan.FromTicks(Volatile.Read(ref _delayTicks));
        set => Volatile.Write(ref _delayTicks, value.Ticks);
    }

    /// <summary>How many connections were cut so far.</summary>
    public int Cut => Volatile.Read(ref _cut);

    public static TcpProxy Start(int target)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new TcpProxy(listener, target);
    }

    /// <summary>Resets every connection there is, with what is on its way in it. New ones are taken.</summary>
    public void CutAll()
    {
        foreach (var socket in _sockets.Keys)
        {
            Interlocked.Increment(ref _cut);
            Close(socket);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        CutAll();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await _listener.AcceptSocketAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        _sockets[client] = true;
        _sockets[server] = true;
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _target);
            await await Task.WhenAny(PumpAsync(client, server), PumpAsync(server, client));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // One side is gone: so is the other, now.
        }
        finally
        {
            Close(client);
            Close(server);
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[65_536];
        int read;
        while ((read = await from.ReceiveAsync(buffer)) > 0)
        {
            if (Delay is { Ticks: > 0 } delay)
            {
                await Pause.ForAsync(delay);
            }

            for (var sent = 0; sent < read;)
            {
                sent += await to.SendAsync(buffer.AsMemory(sent, read - sent));
            }
        }
    }

    private void Close(Socket socket)
    {
        if (_sockets.TryRemove(socket, out _))
        {
            // A reset, not a goodbye: what is in the buffers is lost, as with a pulled cable.
            socket.LingerState = new LingerOption(true, 0);
            socket.Dispose();
        }
    }
}
