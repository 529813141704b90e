using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Text;
using Eudiplo.Load.Http;
using Eudiplo.Load.Measurements;
using Eudiplo.WalletSimulator.Presentations;

namespace Eudiplo.Load.Wallets;

/// <summary>
/// One wallet of the load: its connections, its credential with a key of its own, and the state of the flow that it is in. It
/// runs one flow at a time; only <see cref="AbortIfOlderThan"/> may be called from elsewhere.
/// </summary>
public sealed class VirtualWallet : IDisposable
{
    private readonly HttpConnection[] _connections;
    private readonly RunMeasurements _measurements;
    private readonly HolderWallet _holder;
    private readonly PkcePool _pkce;
    private readonly Dictionary<string, PreparedPresentation> _presentations = [];
    private readonly Dictionary<string, ComposedPresentation> _composed = [];
    private int _connection;
    private HttpConnection? _busy;
    private long _requestStarted;

    /// <summary>Makes a wallet.</summary>
    /// <param name="servers">The servers; each request goes to the next one.</param>
    /// <param name="tenant">The tenant that it asks for credentials.</param>
    /// <param name="holder">Its credentials.</param>
    /// <param name="pkce">Where its PKCE pairs come from.</param>
    /// <param name="measurements">What is counted.</param>
    /// <param name="number">The wallet's number, so that not all wallets begin with the same server and kind of flow.</param>
    public VirtualWallet(
        IReadOnlyList<ServerAddress> servers,
        TenantTarget tenant,
        HolderWallet holder,
        PkcePool pkce,
        RunMeasurements measurements,
        int number)
    {
        _connection = number % servers.Count;
        FlowNumber = number;
        _connections = [.. servers.Select(server => new HttpConnection(server))];
        Tenant = tenant;
        _holder = holder;
        _pkce = pkce;
        _measurements = measurements;
    }

    /// <summary>The tenant that it asks for credentials.</summary>
    public TenantTarget Tenant { get; }

    /// <summary>The request to send next; empty at the start of each.</summary>
    public RequestBuffer Body { get; } = new();

    /// <summary>What the newest reply said.</summary>
    public ReplyMembers Reply { get; } = new();

    /// <summary>The web step that the flow is in.</summary>
    public WebStep WebStep { get; } = new();

    /// <summary>The verifier of the flow.</summary>
    public byte[] CodeVerifier { get; private set; } = [];

    /// <summary>The challenge of the flow.</summary>
    public byte[] CodeChallenge { get; private set; } = [];

    /// <summary>Counts the flows that this wallet has begun, from the wallet's own number on.</summary>
    public long FlowNumber { get; private set; }

    /// <summary>Takes a new PKCE pair: the first thing that a flow does.</summary>
    public void BeginFlow()
    {
        FlowNumber++;
        (CodeVerifier, CodeChallenge) = _pkce.Next();
    }

    /// <summary>Makes everything that a flow over a configuration needs, before the clock starts.</summary>
    public void Prepare(string credentialConfiguration)
    {
        if (Tenant.Queries.TryGetValue(credentialConfiguration, out var learned))
        {
            if (learned.AsksForMdoc || learned.Request.Encryption is not null)
            {
                _composed[credentialConfiguration] = new ComposedPresentation(learned, _holder);
            }
            else
            {
                _presentations[credentialConfiguration] = PreparedPresentation.Create(learned, _holder);
            }
        }
    }

    /// <summary>
    /// Writes the form-encoded value of `openid4vp_response` for the presentation step of a configuration, signed now for the nonce of
    /// <see cref="Reply"/>.
    /// </summary>
    /// <returns>False when the reply lacks the key to encrypt to.</returns>
    public bool TryWritePresentation(string credentialConfiguration)
    {
        if (_composed.TryGetValue(credentialConfiguration, out var composed))
        {
            return composed.TryWrite(Body, Reply);
        }

        _presentations[credentialConfiguration].Write(Body, Reply.Nonce.Span, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        return true;
    }

    /// <summary>
    /// Sends <see cref="Body"/> and reads the answer into <see cref="Reply"/>; time and errors are counted under
    /// <paramref name="kind"/>.
    /// </summary>
    /// <param name="kind">What the request is, for the report.</param>
    /// <param name="head">The constant part of the request.</param>
    /// <param name="pathEnd">Continues the path.</param>
    /// <param name="headers">Further header lines, each ended by CRLF.</param>
    /// <returns>Whether the server answered with 2xx.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> SendAsync(
        string kind, RequestHead head, ReadOnlyMemory<byte> pathEnd = default, ReadOnlyMemory<byte> headers = default)
    {
        var connection = _connections[_connection];
        _connection = (_connection + 1) % _connections.Length;
        try
        {
            if (!connection.IsOpen)
            {
                await connection.OpenAsync(CancellationToken.None);
            }

            var request = Body.Finish(head, pathEnd.Span, headers.Span);
            var started = Stopwatch.GetTimestamp();
            Volatile.Write(ref _requestStarted, started);
            _busy = connection;
            await connection.ExchangeAsync(request);
            _busy = null;
            var ended = Stopwatch.GetTimestamp();
            Body.Clear();
            var readable = Reply.Read(connection.Body.Span);
            if (connection.Status is >= 200 and < 300 && readable)
            {
                _measurements.Request(kind, started, ended);
                return true;
            }

            _measurements.Error(kind, $"{connection.Status} {Encoding.UTF8.GetString(Reply.Error.Span)}".TrimEnd());
        }
        catch (Exception error) when (error is SocketException or IOException or ObjectDisposedException or AuthenticationException)
        {
            _busy = null;
            connection.Close();
            _measurements.Error(kind, error switch
            {
                SocketException { SocketErrorCode: var code } => $"connection {code}",
                ObjectDisposedException => "no answer in time",
                InvalidDataException => error.Message,
                _ => "connection broken",
            });
            Broken = true;
        }

        Body.Clear();
        return false;
    }

    /// <summary>Whether a connection broke since this was last set to false: time for a pause.</summary>
    public bool Broken { get; set; }

    /// <summary>Counts a reply that was well-formed but not what the flow needs.</summary>
    public bool Unexpected(string kind, string missing)
    {
        _measurements.Error(kind, $"reply without {missing}");
        return false;
    }

    /// <summary>Breaks the connection when a request has waited too long.</summary>
    public void AbortIfOlderThan(TimeSpan age)
    {
        var busy = Volatile.Read(ref _busy);
        if (busy is not null && Stopwatch.GetElapsedTime(Volatile.Read(ref _requestStarted)) > age)
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
