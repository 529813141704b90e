using System.Runtime.CompilerServices;
using System.Text;
using Eudiplo.Load.Http;
using Eudiplo.Load.Measurements;
using Eudiplo.Load.Proofs;
using Eudiplo.WalletSimulator.InteractiveAuthorization;
using Eudiplo.WalletSimulator.Keys;
using Eudiplo.WalletSimulator.Presentations;

namespace Eudiplo.Load.Wallets;

/// <summary>
/// One wallet of the load: its connections, its credential with a key of its own, and the state of the flow that it is in. It
/// runs one flow at a time; only <see cref="AbortIfOlderThan"/> may be called from elsewhere.
/// </summary>
public sealed class VirtualWallet : IDisposable
{
    /// <summary>The kind under which replies are counted that ask for a DPoP nonce.</summary>
    public const string NonceKind = "use_dpop_nonce";

    private readonly WalletConnections _connections;
    private readonly RunMeasurements _measurements;
    private readonly HolderWallet _holder;
    private readonly PkcePool _pkce;
    private readonly Dictionary<string, PreparedPresentation> _presentations = [];
    private readonly Dictionary<string, ComposedPresentation> _composed = [];
    private readonly DpopProofs? _dpop;
    private readonly ClientAssertions? _assertions;
    private string _cookie = "";

    /// <summary>Makes a wallet.</summary>
    /// <param name="servers">The servers; requests go to all of them in turn.</param>
    /// <param name="tenant">The tenant that it asks for credentials.</param>
    /// <param name="holder">Its credentials.</param>
    /// <param name="pkce">Where its PKCE pairs come from.</param>
    /// <param name="measurements">What is counted.</param>
    /// <param name="settings">How it presents itself.</param>
    /// <param name="number">The wallet's number, so that not all wallets begin with the same kind of flow.</param>
    public VirtualWallet(
        IReadOnlyList<ServerAddress> servers,
        TenantTarget tenant,
        HolderWallet holder,
        PkcePool pkce,
        RunMeasurements measurements,
        WalletSettings settings,
        int number)
    {
        FlowNumber = number;
        _connections = new WalletConnections(servers);
        Tenant = tenant;
        _holder = holder;
        _pkce = pkce;
        _measurements = measurements;
        Settings = settings;
        Reply = new ReplyMembers(tenant.Dialect is FirstPartyDialect ? [.. "authorization_code"u8] : null);
        var issuer = tenant.Endpoints.Issuer.OriginalString.TrimEnd('/');
        KeyProofs = new KeyProofs(EcKey.Generate(), issuer);
        _dpop = settings.Dpop ? new DpopProofs(EcKey.Generate()) : null;
        _assertions = settings.ClientKey is { } key ? new ClientAssertions(key, tenant.ClientId, issuer) : null;
    }

    /// <summary>The tenant that it asks for credentials.</summary>
    public TenantTarget Tenant { get; }

    /// <summary>The request to send next; empty at the start of each.</summary>
    public RequestBuffer Body { get; } = new();

    /// <summary>What the newest reply said.</summary>
    public ReplyMembers Reply { get; }

    /// <summary>How the wallet presents itself.</summary>
    public WalletSettings Settings { get; }

    /// <summary>Its proofs for credential requests.</summary>
    public KeyProofs KeyProofs { get; }

    /// <summary>The grants that it has, where a flow works on grants.</summary>
    public Queue<HeldGrant> Grants { get; } = new();

    /// <summary>Where the browser was sent on to.</summary>
    public string Location { get; private set; } = "";

    /// <summary>The type that the tokens of this wallet have.</summary>
    public ReadOnlySpan<byte> TokenType => _dpop is null ? "Bearer"u8 : "DPoP"u8;

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
    /// <param name="accessToken">The access token that goes with the request; empty: none.</param>
    /// <returns>Whether the server answered as it does when a flow goes on.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> SendAsync(
        string kind, RequestHead head, ReadOnlyMemory<byte> pathEnd = default, ReadOnlyMemory<byte> accessToken = default)
    {
        if (_assertions is not null && head.IsForClients)
        {
            Body.Append(ClientAssertions.Parameters);
            Body.Append(_assertions.Sign().Span);
        }

        for (var attempt = 1; await ExchangeAsync(kind, head, pathEnd, Headers(head, accessToken)) is { } connection; attempt++)
        {
            var readable = Reply.Read(connection.Body.Span);
            if (connection.Status is >= 200 and < 300 ? readable || connection.Body.IsEmpty : IsInteraction(connection.Status))
            {
                _measurements.Request(kind, _connections.Started, _connections.Ended);
                Body.Clear();
                return true;
            }

            if (_dpop is not null && attempt == 1 && AsksForNonce(connection))
            {
                // The server's nonces change from time to time; the same request with the new one is how it goes on.
                _measurements.Request(NonceKind, _connections.Started, _connections.Ended);
                continue;
            }

            _measurements.Error(kind, $"{connection.Status} {Encoding.UTF8.GetString(Reply.Error.Span)}".TrimEnd());
            break;
        }

        Body.Clear();
        return false;
    }

    /// <summary>Opens an address as the wallet's browser does; time and errors are counted under <paramref name="kind"/>.</summary>
    /// <param name="kind">What the request is, for the report.</param>
    /// <param name="path">Path and query.</param>
    /// <returns>Whether the server sent the browser on, to <see cref="Location"/>.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> BrowseAsync(string kind, ReadOnlyMemory<byte> path)
    {
        Body.Clear();
        var cookie = _cookie.Length > 0 ? Encoding.ASCII.GetBytes($"Cookie: {_cookie}\r\n") : [];
        if (await ExchangeAsync(kind, Tenant.Browser, path, cookie) is not { } connection)
        {
            return false;
        }

        Location = Encoding.ASCII.GetString(ReplyHead.Find(connection.Head.Span, "location"u8));
        if (ReplyHead.Find(connection.Head.Span, "set-cookie"u8) is { IsEmpty: false } cookies)
        {
            _cookie = Encoding.ASCII.GetString(cookies).Split(';')[0];
        }

        if (connection.Status is 302 or 303 && Location.Length > 0)
        {
            _measurements.Request(kind, _connections.Started, _connections.Ended);
            return true;
        }

        _measurements.Error(kind, connection.Status is >= 300 ? $"{connection.Status}" : $"{connection.Status} without a redirect");
        return false;
    }

    /// <summary>Whether a connection broke since this was last set to false: time for a pause.</summary>
    public bool Broken { get; set; }

    /// <summary>Whether the newest request got no answer, or one that says to come again: the same request is then the right one.</summary>
    public bool MayRepeat { get; private set; }

    /// <summary>Counts a reply that was well-formed but not what the flow needs.</summary>
    public bool Unexpected(string kind, string missing)
    {
        _measurements.Error(kind, $"reply without {missing}");
        return false;
    }

    /// <summary>Counts a reply that was well-formed and told what cannot be.</summary>
    public bool Wrong(string kind, string what)
    {
        _measurements.Error(kind, what);
        return false;
    }

    /// <summary>Breaks the connection when a request has waited too long.</summary>
    public void AbortIfOlderThan(TimeSpan age) => _connections.AbortIfOlderThan(age);

    /// <inheritdoc/>
    public void Dispose() => _connections.Dispose();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<HttpConnection?> ExchangeAsync(
        string kind, RequestHead head, ReadOnlyMemory<byte> pathEnd, ReadOnlyMemory<byte> headers)
    {
        var connection = await _connections.ExchangeAsync(Body.Finish(head, pathEnd.Span, headers.Span));
        MayRepeat = connection is null or { Status: 429 or >= 500 };
        if (connection is null)
        {
            _measurements.Error(kind, _connections.Failure);
            Broken = true;
            return null;
        }

        _dpop?.Keep(ReplyHead.Find(connection.Head.Span, "dpop-nonce"u8));
        return connection;
    }

    private ReadOnlyMemory<byte> Headers(RequestHead head, ReadOnlyMemory<byte> accessToken)
    {
        var proof = _dpop is not null && head.ProofUri is { } address ? _dpop.Line("POST"u8, address, accessToken.Span) : default;
        if (accessToken.IsEmpty)
        {
            return proof;
        }

        var authorization = _dpop is null ? "Authorization: Bearer "u8 : "Authorization: DPoP "u8;
        return (byte[])[.. authorization, .. accessToken.Span, .. "\r\n"u8, .. proof.Span];
    }

    private bool IsInteraction(int status) =>
        status is 401 or 403 && Tenant.Dialect is FirstPartyDialect && !Reply.AuthSession.IsEmpty
        && Reply.Error.Span.SequenceEqual("insufficient_authorization"u8);

    private bool AsksForNonce(HttpConnection connection) => connection.Status is 400 or 401
        && (Reply.Error.Span.SequenceEqual("use_dpop_nonce"u8)
            || ReplyHead.Find(connection.Head.Span, "www-authenticate"u8).IndexOf("\"use_dpop_nonce\""u8) >= 0);
}
