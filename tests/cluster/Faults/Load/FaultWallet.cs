using Eudiplo.Cluster.Tests.Faults.History;
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
    WalletClient client, TenantBackend backend, TenantCalls calls, HolderWallet holder, PatientSender sender, string tenant, Recorder recorder)
{
    private readonly Pkce _pkce = Pkce.Generate();
    private string? _problem;
    private GrainKey _session;
    private int _step;

    /// <summary>The grant that its flow ended with; null while there is none.</summary>
    public FaultGrant? Grant { get; private set; }

    /// <summary>What went wrong that no fault explains; null when nothing did.</summary>
    public string? Problem => _problem ?? Grant?.Problem;

    /// <summary>Runs one flow to its token, and works on its grant; or to the refusal that a spent code gets.</summary>
    /// <param name="credential">What to ask for.</param>
    /// <param name="number">The flow's number: every third one presents its code again at the end, which revokes.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task RunAsync(string credential, int number, CancellationToken cancellation)
    {
        var reply = await BeginAsync(credential, cancellation);
        while (reply is { Code: null })
        {
            reply = await ContinueAsync(reply, cancellation);
        }

        if (reply?.Code is not { } code)
        {
            return;
        }

        await RedeemAsync(code, cancellation);
        if (Grant is null || Problem is not null)
        {
            return;
        }

        await Grant.LookUpAllAsync(cancellation);
        if (number % 3 == 0)
        {
            Grant.Ask(AnswerKind.RevocationAsked);
            await RedeemAsync(code, cancellation);
            await Grant.LookUpAllAsync(cancellation);
        }
        else
        {
            await Grant.WorkAsync(number / 3, cancellation);
        }
    }

    /// <summary>Sends the initial request.</summary>
    public async Task<InteractiveReply?> BeginAsync(string credential, CancellationToken cancellation) =>
        Take(await sender.SendAsync(() => client.StartAsync(credential, _pkce, cancellation), r => r.Status, cancellation), null);

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
            var confirmed = await sender.SendAsync(
                () => backend.CompleteWebStepAsync(_session.Id.ToString(), null, cancellation), r => r.Status, cancellation);
            if (!confirmed.Reply.Succeeded && confirmed.Reply.Error is not ("invalid_request" or "invalid_auth_session"))
            {
                _problem = $"The backend was answered {confirmed.Reply}.";
                return null;
            }

            send = () => client.ContinueAsync(asked.AuthSession!, _pkce.Verifier, cancellation);
        }

        return Take(await sender.SendAsync(send, r => r.Status, cancellation), asked.AuthSession);
    }

    private async Task RedeemAsync(string code, CancellationToken cancellation)
    {
        var answer = await sender.SendAsync(() => client.RedeemAsync(code, _pkce.Verifier, cancellation: cancellation), r => r.Status, cancellation);
        if (answer.Reply.Succeeded)
        {
            Grant = new FaultGrant(client, calls, sender, recorder, tenant);
            Grant.Begin(answer, _step);
        }
        else if (answer.Reply.Error == "invalid_grant")
        {
            // It was redeemed before: by this wallet's own first try, where the answer was lost.
            recorder.Add(new RecordedAnswer(_session, AnswerKind.Revoked, _step, null, answer.SentAt, answer.ReceivedAt));
        }
        else
        {
            _problem = $"The token endpoint answered {answer.Reply}.";
        }
    }

    private InteractiveReply? Take(Answered<InteractiveReply> answer, string? authSession)
    {
        var (reply, sentAt, receivedAt, _) = answer;
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
            _problem = $"The endpoint answered {reply}.";
        }

        return null;
    }
}
