using System.Net;
using System.Text.Json.Nodes;
using Eudiplo.WalletSimulator.Backend;
using Eudiplo.WalletSimulator.InteractiveAuthorization;
using Eudiplo.WalletSimulator.Jose;
using Eudiplo.WalletSimulator.OAuth;
using Eudiplo.WalletSimulator.Presentations;

namespace Eudiplo.WalletSimulator.Flows;

/// <summary>
/// A wallet's whole way from the first request to the access token, whatever steps the server asks for. It checks on the way what
/// a wallet can check, and reports each step.
/// </summary>
/// <param name="client">The wallet's connection.</param>
/// <param name="wallet">The wallet's credentials.</param>
/// <param name="clock">Measures the steps.</param>
public sealed class WalletFlow(WalletClient client, HolderWallet wallet, TimeProvider clock)
{
    private const int MostSteps = 20;
    private readonly Pkce _pkce = Pkce.Generate();
    private readonly HashSet<string> _sessions = [];
    private long _stepStarted;

    /// <summary>The tenant's backend; null: nobody confirms web steps.</summary>
    public TenantBackend? Backend { get; init; }

    /// <summary>Who ends web steps.</summary>
    public WebCompletion Completion { get; init; }

    /// <summary>What the backend hands over with its confirmation.</summary>
    public JsonObject? WebResult { get; init; }

    /// <summary>Told of every step.</summary>
    public Action<FlowStep>? Report { get; init; }

    /// <summary>Runs the flow once. An instance is for one run.</summary>
    /// <param name="credentialConfigurationId">What to ask for.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<FlowOutcome> RunAsync(string credentialConfigurationId, CancellationToken cancellation = default)
    {
        Begin();
        var request = client.RequestFor(credentialConfigurationId, _pkce);
        var reply = await client.StartAsync(request, cancellation);
        Step("initial", $"The wallet asks for {credentialConfigurationId}.", reply,
            ("client_id", client.ClientId),
            ("interaction_types_supported", request.InteractionTypes!),
            ("code_challenge", _pkce.Challenge));

        for (var step = 0; step < MostSteps; step++)
        {
            if (reply.AuthSession is { } session && !_sessions.Add(session))
            {
                return new FlowOutcome(null, "The server sent an auth_session a second time; each reply needs a new one.");
            }

            switch (reply.Kind)
            {
                case InteractiveReplyKind.Presentation:
                    try
                    {
                        reply = await PresentAsync(reply, cancellation);
                    }
                    catch (FormatException error)
                    {
                        return new FlowOutcome(null, error.Message);
                    }

                    break;
                case InteractiveReplyKind.Web:
                    if (await OpenWebStepAsync(reply, cancellation) is { } failure)
                    {
                        return new FlowOutcome(null, failure);
                    }

                    Begin();
                    reply = await client.ContinueAsync(reply.AuthSession!, _pkce.Verifier, cancellation);
                    Step("continue", "The wallet goes on with its code_verifier.", reply);
                    break;
                case InteractiveReplyKind.Code:
                    return await RedeemAsync(reply.Code!, cancellation);
                case InteractiveReplyKind.Refused:
                    return new FlowOutcome(null, $"The server refused: {reply.Error}: {reply.ErrorDescription}");
                case InteractiveReplyKind.OtherInteraction:
                    return new FlowOutcome(null, $"The server asks for an interaction of unknown type '{reply.InteractionType}'.");
                default:
                    var body = reply.Json?.ToJsonString(JsonText.Plain) ?? "not JSON";
                    return new FlowOutcome(null, $"The server answered {(int)reply.Status} with an unexpected body: {body}");
            }
        }

        return new FlowOutcome(null, $"No end after {MostSteps} steps.");
    }

    private async Task<InteractiveReply> PresentAsync(InteractiveReply reply, CancellationToken cancellation)
    {
        Begin();
        var request = PresentationRequest.Parse(reply.PresentationRequest!);
        var selection = wallet.Choose(request);
        var answer = wallet.Respond(request, client.Audience, client.Endpoints.InteractiveAuthorization.OriginalString);
        var next = await client.PresentAsync(reply.AuthSession!, answer, cancellation);
        List<(string, string)> details = [("nonce", request.Nonce), ("audience", client.Audience)];
        if (request.Encryption is { } encryption)
        {
            details.Add(("encrypted", $"ECDH-ES, {encryption.ContentEncryption}"));
        }

        foreach (var match in selection.Matches)
        {
            details.Add((match.Query.Id, $"{match.Credential.Type} ({match.Credential.Format})"));
            var revealed = match.Claims.Count == 0 ? "nothing" : string.Join(", ", match.Claims.Select(claim => claim.Path));
            details.Add(($"{match.Query.Id} reveals", revealed));
        }

        var summary = selection.Obstacle is { } obstacle
            ? $"The wallet declines the presentation: {obstacle}."
            : "The wallet presents what the server asked for.";
        Step("presentation", summary, next, [.. details]);
        return next;
    }

    /// <summary>The browser's and the backend's part of a web step. Returns what went wrong, or null.</summary>
    private async Task<string?> OpenWebStepAsync(InteractiveReply reply, CancellationToken cancellation)
    {
        Begin();
        var page = await client.OpenBrowserAsync(reply.RequestUri!, cancellation);
        var redirected = page.Status is HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect;
        var sessionId = AuthSessionId.Of(reply.AuthSession)?.ToString();
        var shown = sessionId is not null && page.Location?.OriginalString.Contains(sessionId, StringComparison.OrdinalIgnoreCase) == true;
        Tell("browser", "The browser opens the web step.", redirected,
            ("request_uri", reply.RequestUri!), ("expires_in", reply.ExpiresIn?.ToString() ?? "not told"),
            ("status", ((int)page.Status).ToString()), ("location", page.Location?.OriginalString ?? "none"),
            ("session id in the URL", shown ? sessionId! : "none"));
        if (!redirected)
        {
            return $"The browser expected a redirect and got {(int)page.Status}: {page.Body}";
        }

        if (Completion == WebCompletion.Verifier || Backend is null)
        {
            return Completion == WebCompletion.Service ? "The backend's credentials are needed to confirm the web step." : null;
        }

        Begin();
        if (sessionId is null)
        {
            return "The auth_session does not carry a session id for the backend.";
        }

        var confirmed = await Backend.CompleteWebStepAsync(sessionId, WebResult, cancellation);
        var summary = confirmed.Succeeded || Completion == WebCompletion.Service
            ? "The tenant's backend confirms the web step."
            : "The server wants no confirmation from the tenant's backend here.";
        Tell("backend", summary, confirmed.Succeeded || Completion == WebCompletion.Auto,
            ("session id", sessionId), ("data", WebResult?.ToJsonString(JsonText.Plain) ?? "none"), ("reply", confirmed.ToString()));
        return confirmed.Succeeded || Completion == WebCompletion.Auto ? null : $"The server refused the backend: {confirmed}";
    }

    private async Task<FlowOutcome> RedeemAsync(string code, CancellationToken cancellation)
    {
        Begin();
        var token = await client.RedeemAsync(code, _pkce.Verifier, cancellation: cancellation);
        Tell("token", "The wallet redeems its code.", token.Succeeded,
            ("reply", token.ToString()),
            ("access_token", token.AccessToken is null ? "none" : Shorten(token.AccessToken)),
            ("expires_in", token.ExpiresIn?.ToString() ?? "not told"),
            ("authorization_details", token.Json?["authorization_details"]?.ToJsonString(JsonText.Plain) ?? "none"));
        return new FlowOutcome(token, token.Succeeded ? null : $"The token endpoint refused: {token}");
    }

    private void Begin() => _stepStarted = clock.GetTimestamp();

    private void Step(string name, string summary, InteractiveReply reply, params (string, string)[] details)
    {
        List<(string, string)> all = [.. details, ("reply", reply.ToString())];
        if (reply.AuthSession is not null)
        {
            all.Add(("auth_session", Shorten(reply.AuthSession)));
        }

        if (reply.Code is not null)
        {
            all.Add(("code", Shorten(reply.Code)));
        }

        Tell(name, summary, reply.Kind is not (InteractiveReplyKind.Refused or InteractiveReplyKind.Unexpected), [.. all]);
    }

    private void Tell(string name, string summary, bool succeeded, params (string Name, string Value)[] details) =>
        Report?.Invoke(new FlowStep(
            name, summary, [.. details.Select(detail => KeyValuePair.Create(detail.Name, detail.Value)).DistinctBy(detail => detail.Key)],
            clock.GetElapsedTime(_stepStarted), succeeded));

    private static string Shorten(string secret) =>
        secret.Length <= 16 ? secret : $"{secret[..8]}…{secret[^6..]} ({secret.Length} characters)";
}
