using System.Text;
using Eudiplo.Load.Http;
using Eudiplo.WalletSimulator.Backend;
using Eudiplo.WalletSimulator.InteractiveAuthorization;

namespace Eudiplo.Load.Wallets;

/// <summary>A tenant as the flows see it: its endpoints as request heads that are serialised once.</summary>
public sealed class TenantTarget
{
    private const string Form = "application/x-www-form-urlencoded";
    private readonly Dictionary<string, byte[]> _initialBodies = [];
    private readonly string _clientId;

    /// <summary>Prepares the heads.</summary>
    /// <param name="name">The tenant's id.</param>
    /// <param name="endpoints">Where the server says that its endpoints are; only their paths are used for requests.</param>
    /// <param name="host">The value of `Host`.</param>
    /// <param name="backend">How the tenant's backend authenticates.</param>
    /// <param name="clientId">The wallets' `client_id`.</param>
    public TenantTarget(string name, TenantEndpoints endpoints, string host, BackendCredentials backend, string clientId)
    {
        Name = name;
        Endpoints = endpoints;
        Backend = backend;
        _clientId = clientId;
        var interactive = endpoints.InteractiveAuthorization.AbsolutePath;
        Interactive = new RequestHead(interactive, host, Form);
        CompleteWebStep = new RequestHead(
            interactive + "/complete-web-auth/", host, "application/json", $"Basic {backend.BasicValue()}");
        Token = new RequestHead(endpoints.Token.AbsolutePath, host, Form);
        TokenBody = Encoding.ASCII.GetBytes($"grant_type=authorization_code&client_id={Uri.EscapeDataString(clientId)}&code_verifier=");
    }

    /// <summary>The tenant's id.</summary>
    public string Name { get; }

    /// <summary>Where the server says that its endpoints are.</summary>
    public TenantEndpoints Endpoints { get; }

    /// <summary>How the tenant's backend authenticates.</summary>
    public BackendCredentials Backend { get; }

    /// <summary>For the interactive authorization endpoint.</summary>
    public RequestHead Interactive { get; }

    /// <summary>For the backend's confirmation; the session id continues the path.</summary>
    public RequestHead CompleteWebStep { get; }

    /// <summary>For the token endpoint.</summary>
    public RequestHead Token { get; }

    /// <summary>The token request's body up to the verifier.</summary>
    public byte[] TokenBody { get; }

    /// <summary>The queries that the tenant's configurations ask, learned before the run, by credential configuration.</summary>
    public Dictionary<string, LearnedQuery> Queries { get; } = [];

    /// <summary>The body of an initial request for a configuration, up to the value of `code_challenge`.</summary>
    public byte[] InitialBody(string credentialConfiguration)
    {
        lock (_initialBodies)
        {
            if (!_initialBodies.TryGetValue(credentialConfiguration, out var body))
            {
                var dialect = new BareDialect();
                var request = new InteractiveRequest
                {
                    ClientId = _clientId,
                    RedirectUri = "https://wallet.example/cb",
                    AuthorizationDetails = InteractiveRequest.DetailsFor(credentialConfiguration),
                    CodeChallengeMethod = "S256",
                    InteractionTypes = $"{dialect.PresentationType},{dialect.WebType}",
                    State = "load",
                };
                var text = string.Concat(request.Parameters().Select(parameter =>
                    $"{Uri.EscapeDataString(parameter.Key)}={Uri.EscapeDataString(parameter.Value)}&"));
                _initialBodies[credentialConfiguration] = body = Encoding.ASCII.GetBytes(text + "code_challenge=");
            }

            return body;
        }
    }
}
