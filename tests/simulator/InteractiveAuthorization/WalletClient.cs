using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Eudiplo.WalletSimulator.Jose;
using Eudiplo.WalletSimulator.OAuth;
using Eudiplo.WalletSimulator.Presentations;

namespace Eudiplo.WalletSimulator.InteractiveAuthorization;

/// <summary>
/// The HTTP side of a wallet. Error replies are values; only a broken connection throws. The <see cref="HttpClient"/> must not
/// follow redirects by itself where <see cref="OpenBrowserAsync"/> is used.
/// </summary>
/// <param name="http">How requests travel.</param>
/// <param name="endpoints">Where the server is.</param>
/// <param name="dialect">How the server is spoken to.</param>
/// <param name="clientId">The wallet's `client_id`.</param>
public sealed class WalletClient(HttpClient http, TenantEndpoints endpoints, IWireDialect dialect, string clientId)
{
    /// <summary>Where the server is.</summary>
    public TenantEndpoints Endpoints => endpoints;

    /// <summary>How the server is spoken to.</summary>
    public IWireDialect Dialect => dialect;

    /// <summary>The wallet's `client_id`.</summary>
    public string ClientId => clientId;

    /// <summary>The wallet's `redirect_uri`.</summary>
    public string RedirectUri { get; init; } = "https://wallet.example/cb";

    /// <summary>How bodies for the interactive authorization endpoint are written.</summary>
    public BodyForm Body { get; init; } = BodyForm.Form;

    /// <summary>Whether follow-ups carry `client_id` too.</summary>
    public bool IdentifyInFollowUps { get; init; }

    /// <summary>Makes the proofs for the interactive authorization and the token endpoint; null: no DPoP.</summary>
    public DpopProof? Dpop { get; init; }

    /// <summary>The newest `DPoP-Nonce` of the server.</summary>
    public string? DpopNonce { get; private set; }

    /// <summary>The audience of key binding JWTs: the dialect's prefix and the endpoint's origin.</summary>
    public string Audience => dialect.AudiencePrefix + endpoints.InteractiveAuthorization.GetLeftPart(UriPartial.Authority);

    /// <summary>A well-formed initial request for one credential configuration.</summary>
    public InteractiveRequest RequestFor(string credentialConfigurationId, Pkce pkce) => new()
    {
        ClientId = clientId,
        RedirectUri = RedirectUri,
        AuthorizationDetails = InteractiveRequest.DetailsFor(credentialConfigurationId),
        CodeChallenge = pkce.Challenge,
        CodeChallengeMethod = "S256",
        InteractionTypes = $"{dialect.PresentationType},{dialect.WebType}",
        State = pkce.Challenge[..16],
    };

    /// <summary>Sends an initial request.</summary>
    public Task<InteractiveReply> StartAsync(InteractiveRequest request, CancellationToken cancellation = default) =>
        SendAsync(request.Parameters(), cancellation);

    /// <summary>Sends a well-formed initial request for one credential configuration.</summary>
    public Task<InteractiveReply> StartAsync(string credentialConfigurationId, Pkce pkce, CancellationToken cancellation = default) =>
        StartAsync(RequestFor(credentialConfigurationId, pkce), cancellation);

    /// <summary>Sends the answer to a presentation step.</summary>
    /// <param name="authSession">The newest `auth_session`.</param>
    /// <param name="openId4VpResponse">The JSON text, for example from <see cref="HolderWallet.Answer"/>.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public Task<InteractiveReply> PresentAsync(string authSession, string openId4VpResponse, CancellationToken cancellation = default) =>
        SendAsync(FollowUp(authSession, "openid4vp_response", openId4VpResponse), cancellation);

    /// <summary>Continues after a web step.</summary>
    public Task<InteractiveReply> ContinueAsync(string authSession, string codeVerifier, CancellationToken cancellation = default) =>
        SendAsync(FollowUp(authSession, "code_verifier", codeVerifier), cancellation);

    /// <summary>Sends any parameters to the interactive authorization endpoint.</summary>
    public async Task<InteractiveReply> SendAsync(
        IEnumerable<KeyValuePair<string, string>> parameters, CancellationToken cancellation = default)
    {
        var sent = parameters.ToList();
        var (status, json) = await PostAsync(
            endpoints.InteractiveAuthorization,
            () => Body == BodyForm.Form ? new FormUrlEncodedContent(sent) : JsonBody(sent),
            cancellation);
        return dialect.Read(status, json);
    }

    /// <summary>What the browser does in a web step: opens the authorization endpoint with the `request_uri`.</summary>
    public async Task<BrowserReply> OpenBrowserAsync(string requestUri, CancellationToken cancellation = default)
    {
        var query = $"client_id={Uri.EscapeDataString(clientId)}&request_uri={Uri.EscapeDataString(requestUri)}";
        var address = $"{endpoints.Authorization}?{query}";
        var (reply, cookie) = await VisitAsync(new Uri(address), null, cancellation);

        // A browser that is new to the server is given a cookie, and has to come again with it.
        return cookie is not null && reply.Location?.AbsolutePath == endpoints.Authorization.AbsolutePath
            ? (await VisitAsync(reply.Location, cookie, cancellation)).Reply
            : reply;
    }

    private async Task<(BrowserReply Reply, string? Cookie)> VisitAsync(Uri address, string? cookie, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (cookie is not null)
        {
            request.Headers.TryAddWithoutValidation("Cookie", cookie);
        }

        using var response = await http.SendAsync(request, cancellation);
        var location = response.Headers.Location;
        var reply = new BrowserReply(
            response.StatusCode,
            location is null || location.IsAbsoluteUri ? location : new Uri(address, location),
            await response.Content.ReadAsStringAsync(cancellation));
        return (reply, response.Headers.TryGetValues("Set-Cookie", out var given) ? given.First().Split(';')[0] : null);
    }

    /// <summary>Redeems an authorization code.</summary>
    /// <param name="code">The code.</param>
    /// <param name="codeVerifier">The verifier of the flow.</param>
    /// <param name="redirectUri">Only for a code that came through the browser.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public Task<TokenReply> RedeemAsync(
        string code, string codeVerifier, string? redirectUri = null, CancellationToken cancellation = default)
    {
        List<KeyValuePair<string, string>> parameters =
        [
            new("grant_type", "authorization_code"),
            new("code", code),
            new("client_id", clientId),
            new("code_verifier", codeVerifier),
        ];
        if (redirectUri is not null)
        {
            parameters.Add(new("redirect_uri", redirectUri));
        }

        return TokenAsync(parameters, cancellation);
    }

    /// <summary>Sends any parameters to the token endpoint.</summary>
    public async Task<TokenReply> TokenAsync(
        IEnumerable<KeyValuePair<string, string>> parameters, CancellationToken cancellation = default)
    {
        var sent = parameters.ToList();
        var (status, json) = await PostAsync(endpoints.Token, () => new FormUrlEncodedContent(sent), cancellation);
        return new TokenReply
        {
            Status = status,
            Json = json,
            AccessToken = ReplyMember.Text(json, "access_token"),
            TokenType = ReplyMember.Text(json, "token_type"),
            ExpiresIn = ReplyMember.Seconds(json, "expires_in"),
            RefreshToken = ReplyMember.Text(json, "refresh_token"),
            Error = ReplyMember.Text(json, "error"),
            ErrorDescription = ReplyMember.Text(json, "error_description"),
        };
    }

    private async Task<(HttpStatusCode Status, JsonObject? Json)> PostAsync(
        Uri address, Func<HttpContent> content, CancellationToken cancellation)
    {
        var known = DpopNonce;
        var (status, json) = await PostOnceAsync(address, content(), cancellation);
        // A server that wants its own nonce in the proof hands it out with a refusal (RFC 9449, section 8).
        return Dpop is not null && ReplyMember.Text(json, "error") == "use_dpop_nonce" && DpopNonce != known
            ? await PostOnceAsync(address, content(), cancellation)
            : (status, json);
    }

    private async Task<(HttpStatusCode Status, JsonObject? Json)> PostOnceAsync(
        Uri address, HttpContent content, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (Dpop is not null)
        {
            request.Headers.Add("DPoP", Dpop.Create("POST", address, DpopNonce));
        }

        using var response = await http.SendAsync(request, cancellation);
        if (response.Headers.TryGetValues("DPoP-Nonce", out var nonces))
        {
            DpopNonce = nonces.Single();
        }

        return (response.StatusCode, await ReplyBody.ReadAsync(response, cancellation));
    }

    private IEnumerable<KeyValuePair<string, string>> FollowUp(string authSession, string name, string value)
    {
        yield return new("auth_session", authSession);
        yield return new(name, value);
        if (IdentifyInFollowUps)
        {
            yield return new("client_id", clientId);
        }
    }

    private static StringContent JsonBody(IEnumerable<KeyValuePair<string, string>> parameters)
    {
        // Written member by member, so that duplicates reach the server.
        var members = parameters.Select(parameter =>
            $"{JsonSerializer.Serialize(parameter.Key, JsonText.Plain)}:{JsonSerializer.Serialize(parameter.Value, JsonText.Plain)}");
        return new StringContent("{" + string.Join(',', members) + "}", Encoding.UTF8, "application/json");
    }
}
