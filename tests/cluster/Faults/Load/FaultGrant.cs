using System.Net;
using Eudiplo.Cluster.Tests.Faults.History;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Protocol.Capabilities;
using Eudiplo.WalletSimulator.InteractiveAuthorization;
using Eudiplo.WalletSimulator.OAuth;

namespace Eudiplo.Cluster.Tests.Faults.Load;

/// <summary>A grant in the hands of a wallet: it is refreshed, looked up and revoked, and a record is kept of every answer.</summary>
internal sealed class FaultGrant(WalletClient client, TenantCalls calls, PatientSender sender, Recorder recorder, string tenant)
{
    private const int Exchanges = 3;

    private readonly Lock _lock = new();
    private readonly List<string> _refreshTokens = [];
    private readonly List<string> _accessTokens = [];
    private GrainKey _key;

    /// <summary>What went wrong that no fault explains; null when nothing did.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether it ought to be alive at the end.</summary>
    public bool IsKept { get; private set; }

    /// <summary>Takes the tokens of a redeemed code.</summary>
    /// <param name="answer">The answer with the tokens.</param>
    /// <param name="step">How many steps were done.</param>
    /// <param name="user">Whose grant it is; null where nobody told.</param>
    public void Begin(Answered<TokenReply> answer, int step, string? user = null)
    {
        Capability.TryDecode(answer.Reply.AccessToken!, out var id, out _);
        _key = new GrainKey(tenant, id);
        Keep(answer.Reply);
        Record(AnswerKind.TokenIssued, answer, answer.Reply.AccessToken, a => a with { Step = step, RefreshToken = answer.Reply.RefreshToken, User = user });
    }

    /// <summary>Works on the grant, and ends it or a part of it, or keeps it.</summary>
    /// <param name="way">In turn: one access token is revoked, the grant is, an old refresh token is presented, nothing.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task WorkAsync(int way, CancellationToken cancellation)
    {
        for (var n = 0; n < Exchanges && Problem is null; n++)
        {
            await RefreshAsync(_refreshTokens[^1], cancellation);
            await LookUpAsync(_accessTokens[^1], cancellation);
        }

        switch (way % 4)
        {
            case 0:
                await RevokeTokenAsync(_accessTokens[0], cancellation);
                break;
            case 1:
                Ask(AnswerKind.RevocationAsked);
                Acknowledge(await sender.SendAsync(() => calls.RevokeAsync(_refreshTokens[^1], cancellation), s => s, cancellation));
                break;
            case 2:
                // A token from long ago: somebody has stolen it, or it is the thief who refreshed since.
                Ask(AnswerKind.RevocationAsked);
                await RefreshAsync(_refreshTokens[0], cancellation);
                break;
            default:
                IsKept = true;
                break;
        }

        // Twice, as each request goes to another process.
        foreach (var token in _accessTokens.Concat(_accessTokens))
        {
            await LookUpAsync(token, cancellation);
        }
    }

    /// <summary>Looks up every access token that there is now, while others may get more.</summary>
    public async Task LookUpAllAsync(CancellationToken cancellation)
    {
        string[] tokens;
        lock (_lock)
        {
            tokens = [.. _accessTokens];
        }

        foreach (var token in tokens)
        {
            await LookUpAsync(token, cancellation);
        }
    }

    /// <summary>Exchanges the newest refresh token.</summary>
    public Task RefreshAsync(CancellationToken cancellation) => RefreshAsync(_refreshTokens[^1], cancellation);

    /// <summary>Says that the grant is about to be revoked.</summary>
    public void Ask(AnswerKind kind, string? secret = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        recorder.Add(new RecordedAnswer(_key, kind, 0, secret, now, now));
    }

    private async Task RefreshAsync(string presented, CancellationToken cancellation)
    {
        var answer = await sender.SendAsync(
            () => client.TokenAsync([new("grant_type", "refresh_token"), new("client_id", "wallet"), new("refresh_token", presented)], cancellation),
            r => r.Status,
            cancellation);
        if (answer.Reply is { Succeeded: true, RefreshToken: { } next })
        {
            Keep(answer.Reply);
            Record(AnswerKind.Refreshed, answer, answer.Reply.AccessToken, a => a with { Presented = presented, RefreshToken = next });
        }
        else if (answer.Reply.Error == "invalid_grant")
        {
            Record(AnswerKind.RefreshRefused, answer, null, a => a with { Presented = presented });
            if (presented != _refreshTokens[^1])
            {
                Record(AnswerKind.Revoked, answer, null);
            }
        }
        else
        {
            Problem = $"A refresh was answered {answer.Reply}.";
        }
    }

    private async Task RevokeTokenAsync(string token, CancellationToken cancellation)
    {
        Ask(AnswerKind.TokenRevocationAsked, token);
        var answer = await sender.SendAsync(() => calls.RevokeAsync(token, cancellation), s => s, cancellation);
        if (answer.Reply == HttpStatusCode.OK)
        {
            Record(AnswerKind.TokenRevoked, answer, token);
        }
        else
        {
            Problem = $"A revocation was answered {answer.Reply}.";
        }
    }

    private void Acknowledge(Answered<HttpStatusCode> answer)
    {
        if (answer.Reply == HttpStatusCode.OK)
        {
            Record(AnswerKind.Revoked, answer, null);
        }
        else
        {
            Problem = $"A revocation was answered {answer.Reply}.";
        }
    }

    private async Task LookUpAsync(string token, CancellationToken cancellation)
    {
        var answer = await sender.SendAsync(() => calls.IntrospectAsync(token, cancellation), a => a.Status, cancellation);
        if (answer.Reply.Status == HttpStatusCode.OK)
        {
            Record(answer.Reply.Active ? AnswerKind.TokenLive : AnswerKind.TokenDead, answer, token);
        }
        else
        {
            Problem = $"The look-up of a token was answered {answer.Reply.Status}.";
        }
    }

    private void Keep(TokenReply reply)
    {
        lock (_lock)
        {
            _accessTokens.Add(reply.AccessToken!);
            if (reply.RefreshToken is { } refresh)
            {
                _refreshTokens.Add(refresh);
            }
        }
    }

    private void Record<T>(AnswerKind kind, Answered<T> answer, string? secret, Func<RecordedAnswer, RecordedAnswer>? more = null)
    {
        var record = new RecordedAnswer(_key, kind, 0, secret, answer.SentAt, answer.ReceivedAt) { Tries = answer.Tries };
        recorder.Add(more is null ? record : more(record));
    }
}
