using System.Net;
using System.Net.Sockets;

namespace Eudiplo.Storage.Tests.Running;

/// <summary>A proxy on the way to a server that breaks connections at a chosen moment.</summary>
public sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly Task _accepting;
    private int _cut;
    private volatile bool _refuse;
    private volatile TaskCompletionSource? _stall;

    public CuttingProxy(int target)
    {
        _target = target;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    private enum Moment
    {
        None,
        BeforeRequest,
        BeforeReply,
    }

    public int Port { get; }

    /// <summary>The next thing that a client sends never arrives.</summary>
    public void CutBeforeNextRequest() => Volatile.Write(ref _cut, (int)Moment.BeforeRequest);

    /// <summary>The next thing that a client sends arrives and is done; the reply never comes back.</summary>
    /// <param name="thenRefuse">Whether new connections are refused from that moment on.</param>
    public void CutBeforeNextReply(bool thenRefuse = false)
    {
        RefuseAfterCut = thenRefuse;
        Volatile.Write(ref _cut, (int)Moment.BeforeReply);
    }

    /// <summary>Replies are held back until <see cref="Open"/>.</summary>
    public void Stall() => _stall = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Everything passes again.</summary>
    public void Open()
    {
        _refuse = false;
        Interlocked.Exchange(ref _stall, null)?.TrySetResult();
    }

    private bool RefuseAfterCut { get; set; }

    public async ValueTask DisposeAsync()
    {
        Open();
        _listener.Stop();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync();
                if (_refuse)
                {
                    client.Dispose();
                }
                else
                {
                    _ = ServeAsync(client);
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using (client)
        {
            await server.ConnectAsync(IPAddress.Loopback, _target);
            await Task.WhenAny(
                PumpAsync(client, server, Moment.BeforeRequest),
                PumpAsync(server, client, Moment.BeforeReply));
        }
    }

    private async Task PumpAsync(Socket from, Socket to, Moment moment)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                if (moment == Moment.BeforeReply && _stall is { } stall)
                {
                    await stall.Task;
                }

                if (Interlocked.CompareExchange(ref _cut, (int)Moment.None, (int)moment) == (int)moment)
                {
                    _refuse = RefuseAfterCut;
                    return;
                }

                await to.SendAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The other side is gone.
        }
    }
}
