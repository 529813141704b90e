using System.Net;
using System.Net.Sockets;

namespace Eudiplo.Grains.Http;

/// <summary>
/// The connections of one policy. A name is looked up, its addresses are judged, and the connection goes to an address that was judged:
/// between the check and the use there is no second look-up that could give another answer.
/// </summary>
internal sealed class GuardedConnections : IDisposable
{
    private readonly OutboundPolicy _policy;
    private readonly IHostResolver _resolver;
    private readonly IReadOnlyList<IPNetwork> _forbidden;

    public GuardedConnections(OutboundPolicy policy, IHostResolver resolver, GuardedHttpOptions options)
    {
        _policy = policy;
        _resolver = resolver;
        _forbidden = [.. options.ForbiddenNetworks.Select(network => IPNetwork.Parse(network))];
        Turns = new SemaphoreSlim(options.MaxRequestsPerTenant);
        Invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = ConnectAsync,
            ConnectTimeout = options.ConnectTimeout,
            PooledConnectionLifetime = options.ConnectionLifetime,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            MaxConnectionsPerServer = options.MaxRequestsPerTenant,
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = 0,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseProxy = false,
            UseCookies = false,
            Credentials = null,
            PreAuthenticate = false,
            ActivityHeadersPropagator = null,
        });
    }

    /// <summary>How many requests of the policy may be under way.</summary>
    public SemaphoreSlim Turns { get; }

    /// <summary>Sends requests.</summary>
    public HttpMessageInvoker Invoker { get; }

    public void Dispose()
    {
        Invoker.Dispose();
        Turns.Dispose();
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        var isPlainHttp = context.InitialRequestMessage.RequestUri?.Scheme != Uri.UriSchemeHttps;
        var found = await _resolver.ResolveAsync(host, cancellationToken);
        if (found.Count == 0)
        {
            throw new OutboundRefusedException(OutboundFailure.NameNotResolved);
        }

        var allowed = found.Where(address => MayConnect(host, address, isPlainHttp)).ToArray();
        if (allowed.Length == 0)
        {
            throw new OutboundRefusedException(OutboundFailure.AddressNotAllowed);
        }

        SocketException? last = null;
        foreach (var address in allowed)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, context.DnsEndPoint.Port), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException e)
            {
                socket.Dispose();
                last = e;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw last!;
    }

    private bool MayConnect(string host, IPAddress address, bool isPlainHttp)
    {
        var plain = PublicAddresses.Plain(address);
        return _policy.Allows(host, address, isPlainHttp) && !_forbidden.Any(network => network.Contains(plain) || network.Contains(address));
    }
}
