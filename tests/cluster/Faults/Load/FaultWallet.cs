using System.Net;
using Eudiplo.Cluster.Tests.Faults.History;
using Eudiplo.Cluster.Tests.Hosting;
using Eudiplo.Grains.Abstractions;
using Eudiplo.WalletSimulator.Backend;
using Eudiplo.WalletSimulator.InteractiveAuthorization;
using Eudiplo.WalletSimulator.OAuth;
using Eudiplo.WalletSimulator.Presentations;

namespace Eudiplo.Cluster.Tests.Faults.Load;

/// <summary>
/// A wallet that does not give up: what gets no answer, or 503, it sends again, byte for byte. It keeps a record of every answer.
/// </summary>
internal sealed class FaultWallet(
    WalletClient client, TenantBackend backend, TokenLookup lookup, HolderWallet holder, string tenant, Recorder recorder)
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(50);

    private readonly Pkce _pkce = Pkce.Generate();
    private GrainKey _session;
    private int _step;
    private string? _token;

    /// <summary>How many tries got no answer at all.</summary>
    public int BrokenConnections { get; private set; }

    /// <summary>How many tries were told to come back later.</summary>
    public int Unavailable { get; private set; }

    /// <summary>What went wrong that no fault explains; null when nothing did.</summary>
    public string? Problem { get; private set; }

    /// <summary>Runs one flow to its token, or to the refusal that a spent code gets.</summary>
    /// <param name="credential">What to ask for.</param>
    /// <param name="replay">Whether to present the code again at the end, which revokes.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task RunAsync(string credential, bool replay, CancellationToken cancellation)
    {
        var reply = await BeginAsync(credential, cancellation);
        while (reply is { Code: null })
        {
            reply = await ContinueAsync(reply, cancellation);
        }

        if (reply?.Code is { } code)
        {
            await RedeemAsync(code, cancellation);
            await LookUpAsync(cancellation);
            if (replay && Problem is null)
            {
                await RedeemAsync(code, cancellation);
                await LookUpAsync(cancellation);
            }
        }
    }

    private async Task LookUpAsync(CancellationToken cancellation)
    {
        if (_token is not null)
        {
            var (answer, sentAt, receivedAt) = await UntilAnsweredAsync(() => lookup.AskAsync(_token, cancellation), a => a.Status, cancellation);
            if (answer.Active)
            {
                recorder.Add(new RecordedAnswer(_session, AnswerKind.TokenLive, _step, _token, sentAt, receivedAt));
            }
            else if (answer.Status != HttpStatusCode.OK)
            {
                Problem = $"The look-up of a token was answered {answer.Status}.";
            }
        }
    }

    /// <summary>Sends the initial request.</summary>
    public async Task<InteractiveReply?> BeginAsync(string credential, CancellationToken cancellation) =>
        Take(await UntilAnsweredAsync(() => client.StartAsync(credential, _pkce, cancellation), r => r.Status, cancellation), null);

    /// <summary>Answers the step that a reply asked for. Returns null when it was refused.</summary>
    public async Task<InteractiveReply?> ContinueAsync(InteractiveReply asked, CancellationToken cancellation)
    {
        Func<Task<InteractiveReply>> send;
        if (asked.PresentationRequest is { } request)
        {
            var answer = holder.Answer(PresentationRequest.Parse(request), client.Audience, client.Endpoints.InteractiveAuthorization.ToString());
            send = () => client.PresentAsync(asked.AuthSession!, answer, cancellation);
        }
        else
        {
            var confirmed = await UntilAnsweredAsync(
                () => backend.CompleteWebStepAsync(_session.Id.ToString(), null, cancellation), r => r.Status, cancellation);
            if (!confirmed.Reply.Succeeded && confirmed.Reply.Error is not ("invalid_request" or "invalid_auth_session"))
            {
                Problem = $"The backend was answered {confirmed.Reply}.";
                return null;
            }

            send = () => client.ContinueAsync(asked.AuthSession!, _pkce.Verifier, cancellation);
        }

        return Take(await UntilAnsweredAsync(send, r => r.Status, cancellation), asked.AuthSession);
    }

    private async Task RedeemAsync(string code, CancellationToken cancellation)
    {
        var (reply, sentAt, receivedAt) = await UntilAnsweredAsync(
            () => client.RedeemAsync(code, _pkce.Verifier, cancellation: cancellation), r => r.Status, cancellation);
        if (reply.Succeeded)
        {
            _token = reply.AccessToken;
            recorder.Add(new RecordedAnswer(_session, AnswerKind.TokenIssued, _step, reply.AccessToken, sentAt, receivedAt));
        }
        else if (reply.Error == "invalid_grant")
        {
            // It was redeemed before: by this wallet's own first try, where the answer was lost.
            recorder.Add(new RecordedAnswer(_session, AnswerKind.Revoked, _step, null, sentAt, receivedAt));
        }
        else
        {
            Problem = $"The token endpoint answered {reply}.";
        }
    }

    private InteractiveReply? Take((InteractiveReply Reply, DateTimeOffset SentAt, DateTimeOffset ReceivedAt) answer, string? authSession)
    {
        var (reply, sentAt, receivedAt) = answer;
        if (reply.AuthSession is { } next)
        {
            var session = new GrainKey(tenant, AuthSessionId.Of(next)!.Value);
            _step = authSession is null ? 0 : _step + 1;
            _session = session;
            recorder.Add(new RecordedAnswer(session, AnswerKind.StepAsked, _step, next, sentAt, receivedAt));
            return reply;
        }

        if (reply.Code is { } code)
        {
            _step++;
            recorder.Add(new RecordedAnswer(_session, AnswerKind.CodeIssued, _step, code, sentAt, receivedAt));
            return reply;
        }

        if (authSession is not null && reply.Kind == InteractiveReplyKind.Refused)
        {
            recorder.Add(new RecordedAnswer(_session, AnswerKind.Refused, _step, authSession, sentAt, receivedAt));
        }
        else
        {
            Problem = $"The endpoint answered {reply}.";
        }

        return null;
    }

    private async Task<(T Reply, DateTimeOffset SentAt, DateTimeOffset ReceivedAt)> UntilAnsweredAsync<T>(
        Func<Task<T>> send, Func<T, HttpStatusCode> status, CancellationToken cancellation)
    {
        while (true)
        {
            var sentAt = TimeProvider.System.GetUtcNow();
            try
            {
                var reply = await send();
                if (status(reply) is not HttpStatusCode.ServiceUnavailable)
                {
                    return (reply, sentAt, TimeProvider.System.GetUtcNow());
                }

                Unavailable++;
            }
            catch (Exception e) when (e is HttpRequestException or IOException && !cancellation.IsCancellationRequested)
            {
                BrokenConnections++;
            }

            await Pause.ForAsync(Rest, cancellation);
        }
    }
}
