using System.Text;
using Eudiplo.Load.Http;
using Eudiplo.WalletSimulator.Backend;
using Eudiplo.WalletSimulator.InteractiveAuthorization;

namespace Eudiplo.Load.Wallets;

/// <summary>A tenant as the flows see it: its endpoints as request heads that are serialised once.</summary>
public sealed class TenantTarget
{
    private const string Form = "application/x-www-form-urlencoded";
    private readonly Dictionary<(string, bool), byte[]> _initialBodies = [];

    /// <summary>Prepares the heads.</summary>
    /// <param name="name">The tenant's id.</param>
    /// <param name="endpoints">Where the server says that its endpoints are; only their paths are used for requests.</param>
    /// <param name="dialect">How the server is spoken to.</param>
    /// <param name="host">The value of `Host`.</param>
    /// <param name="backend">How the tenant's backend authenticates.</param>
    /// <param name="clientId">The wallets' `client_id`.</param>
    /// <param name="adminKey">The operator's key; null where it is not known.</param>
    public TenantTarget(
        string name, TenantEndpoints endpoints, IWireDialect dialect, string host, BackendCredentials backend, string clientId, string? adminKey = null)
    {
        Name = name;
        Endpoints = endpoints;
        Dialect = dialect;
        Backend = backend;
        ClientId = clientId;
        var basic = $"Basic {backend.BasicValue()}";
        Interactive = ForWallets(endpoints.InteractiveAuthorization);
        CompleteWebStep = new RequestHead(Own("authorize/interactive/complete-web-auth/").AbsolutePath, host, "application/json", basic);
        Token = ForWallets(endpoints.Token);
        BackendToken = new RequestHead(endpoints.Token.AbsolutePath, host, Form, basic);
        Introspection = new RequestHead(Own("introspect").AbsolutePath, host, Form, basic);
        Revocation = new RequestHead(Own("revoke").AbsolutePath, host, Form, basic);
        Push = ForWallets(Own("par"));
        Nonce = new RequestHead(Own("nonce").AbsolutePath, host, Form);
        Credential = new RequestHead(Own("credential").AbsolutePath, host, "application/json") { ProofUri = Own("credential") };
        Offers = adminKey is null ? null : new RequestHead($"/admin/tenants/{name}/offers", host, "application/json", $"Bearer {adminKey}");
        Browser = new RequestHead("", host, contentType: null, method: "GET");
        TokenBody = Text($"grant_type=authorization_code&client_id={Uri.EscapeDataString(clientId)}&code_verifier=");
        RefreshBody = Text($"grant_type=refresh_token&client_id={Uri.EscapeDataString(clientId)}&refresh_token=");
        OfferedBody = Text(
            $"grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Apre-authorized_code&client_id={Uri.EscapeDataString(clientId)}&pre-authorized_code=");
        BrowserPath = Text($"{endpoints.Authorization.AbsolutePath}?client_id={Uri.EscapeDataString(clientId)}&request_uri=");

        RequestHead ForWallets(Uri endpoint) => new(endpoint.AbsolutePath, host, Form) { ProofUri = endpoint, IsForClients = true };
        Uri Own(string path) => new($"{endpoints.Issuer.OriginalString.TrimEnd('/')}/oid4vci/{path}");
    }

    /// <summary>The wallets' `redirect_uri`.</summary>
    public static string RedirectUri => "https://wallet.example/cb";

    /// <summary>The tenant's id.</summary>
    public string Name { get; }

    /// <summary>Where the server says that its endpoints are.</summary>
    public TenantEndpoints Endpoints { get; }

    /// <summary>How the server is spoken to.</summary>
    public IWireDialect Dialect { get; }

    /// <summary>How the tenant's backend authenticates.</summary>
    public BackendCredentials Backend { get; }

    /// <summary>The wallets' `client_id`.</summary>
    public string ClientId { get; }

    /// <summary>For the interactive authorization endpoint, or the challenge endpoint in the form of first-party applications.</summary>
    public RequestHead Interactive { get; }

    /// <summary>For the backend's confirmation; the session id continues the path.</summary>
    public RequestHead CompleteWebStep { get; }

    /// <summary>For the token endpoint, by the wallet.</summary>
    public RequestHead Token { get; }

    /// <summary>For the token endpoint, by the tenant's backend for itself.</summary>
    public RequestHead BackendToken { get; }

    /// <summary>For introspection by the tenant's backend, which is the resource server too.</summary>
    public RequestHead Introspection { get; }

    /// <summary>For revocation of a token of the tenant's backend.</summary>
    public RequestHead Revocation { get; }

    /// <summary>For pushed authorization requests.</summary>
    public RequestHead Push { get; }

    /// <summary>For the nonce of key proofs.</summary>
    public RequestHead Nonce { get; }

    /// <summary>For credentials; the access token goes into a further header line.</summary>
    public RequestHead Credential { get; }

    /// <summary>For the operator's offers; null where the operator's key is not known.</summary>
    public RequestHead? Offers { get; }

    /// <summary>For the wallet's browser; the path is added for each request.</summary>
    public RequestHead Browser { get; }

    /// <summary>The token request's body up to the verifier.</summary>
    public byte[] TokenBody { get; }

    /// <summary>The refresh request's body up to the token.</summary>
    public byte[] RefreshBody { get; }

    /// <summary>The body of a token request with the code of an offer, up to that code.</summary>
    public byte[] OfferedBody { get; }

    /// <summary>Path and query of the browser's first request, up to the `request_uri`.</summary>
    public byte[] BrowserPath { get; }

    /// <summary>The queries that the tenant's configurations ask, learned before the run, by credential configuration.</summary>
    public Dictionary<string, LearnedQuery> Queries { get; } = [];

    /// <summary>The body of an initial request for a configuration, up to the value of `code_challenge`.</summary>
    /// <param name="credentialConfiguration">What is asked for.</param>
    /// <param name="byPages">Whether the wallet knows no interactive authorization and takes pages instead.</param>
    public byte[] InitialBody(string credentialConfiguration, bool byPages = false)
    {
        lock (_initialBodies)
        {
            if (!_initialBodies.TryGetValue((credentialConfiguration, byPages), out var body))
            {
                var request = new InteractiveRequest
                {
                    ClientId = ClientId,
                    RedirectUri = RedirectUri,
                    AuthorizationDetails = InteractiveRequest.DetailsFor(credentialConfiguration),
                    CodeChallengeMethod = "S256",
                    InteractionTypes = byPages ? null : $"{Dialect.PresentationType},{Dialect.WebType}",
                    State = "load",
                };
                var text = string.Concat(request.Parameters().Select(parameter =>
                    $"{Uri.EscapeDataString(parameter.Key)}={Uri.EscapeDataString(parameter.Value)}&"));
                _initialBodies[(credentialConfiguration, byPages)] = body = Text(text + "code_challenge=");
            }

            return body;
        }
    }

    private static byte[] Text(string text) => Encoding.ASCII.GetBytes(text);
}
