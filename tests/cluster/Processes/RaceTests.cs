using System.Net;
using Eudiplo.Cluster.Tests.Hosting;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.WalletSimulator.Flows;
using Eudiplo.WalletSimulator.InteractiveAuthorization;
using Eudiplo.WalletSimulator.OAuth;
using Eudiplo.WalletSimulator.Presentations;

namespace Eudiplo.Cluster.Tests.Processes;

/// <summary>Processes over one database, behind a balancer without sticky sessions, are one server, whoever of them is asked.</summary>
/// <param name="fleet">The processes.</param>
public abstract class RaceTests(Fleet fleet)
{
    private const int AtOnce = 64;

    [PostgreSqlFact]
    public async Task A_flow_may_meet_another_process_with_each_request()
    {
        foreach (var credential in new[] { "organization-credential", "citizen-credential", "web-credential", "guide-credential", "plain-credential" })
        {
            var (http, balancer) = fleet.Client();
            using (http)
            {
                var outcome = await new WalletFlow(fleet.Wallet(http), fleet.Holder(), TimeProvider.System) { Backend = fleet.Backend(http) }
                    .RunAsync(credential);
                Assert.True(outcome.Succeeded, $"{credential}: {outcome.Failure}");
                Assert.Equal(fleet.Urls.Count, balancer.Counts.Count);
            }
        }
    }

    [PostgreSqlFact]
    public async Task Equal_presentations_that_race_advance_one_step_and_get_one_answer()
    {
        var (http, _) = fleet.Client();
        using var disposed = http;
        var wallet = fleet.Wallet(http);
        var begun = await wallet.StartAsync("organization-credential", Pkce.Generate());
        var answer = fleet.Holder().Answer(
            PresentationRequest.Parse(begun.PresentationRequest!), wallet.Audience, fleet.Endpoints.InteractiveAuthorization.ToString());
        var before = await SessionAsync(begun.AuthSession!);

        var replies = await RaceAsync(() => wallet.PresentAsync(begun.AuthSession!, answer));

        Assert.All(replies, r => Assert.Equal(InteractiveReplyKind.Web, r.Kind));
        Assert.Single(replies.Select(r => r.Json!.ToJsonString()).Distinct());
        var after = await SessionAsync(begun.AuthSession!);
        Assert.Equal(1, after.State.CurrentStepIndex);
        Assert.Single(after.State.CompletedStepsData);
        Assert.Equal(before.Writes + 1, after.Writes);
    }

    [PostgreSqlFact]
    public async Task Equal_last_follow_ups_that_race_issue_one_code()
    {
        var (http, _) = fleet.Client();
        using var disposed = http;
        var (wallet, pkce) = (fleet.Wallet(http), Pkce.Generate());
        var begun = await wallet.StartAsync("guide-credential", pkce);
        var before = await SessionAsync(begun.AuthSession!);

        var replies = await RaceAsync(() => wallet.ContinueAsync(begun.AuthSession!, pkce.Verifier));

        Assert.All(replies, r => Assert.Equal(InteractiveReplyKind.Code, r.Kind));
        Assert.Single(replies.Select(r => r.Code).Distinct());
        var after = await SessionAsync(begun.AuthSession!);
        Assert.Equal(SessionStatus.CodeIssued, after.State.Status);
        Assert.Equal(before.Writes + 1, after.Writes);
    }

    [PostgreSqlFact]
    public async Task Redemptions_of_one_code_that_race_make_one_grant_and_revoke_it()
    {
        var (http, _) = fleet.Client();
        using var disposed = http;
        var (wallet, pkce) = (fleet.Wallet(http), Pkce.Generate());
        var begun = await wallet.StartAsync("guide-credential", pkce);
        var code = (await wallet.ContinueAsync(begun.AuthSession!, pkce.Verifier)).Code!;

        var replies = await RaceAsync(() => wallet.RedeemAsync(code, pkce.Verifier));

        Assert.InRange(replies.Count(r => r.Succeeded), 0, 1);
        Assert.All(replies.Where(r => !r.Succeeded), r => Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (r.Status, r.Error)));
        var (grant, _) = (await fleet.States.GrantAsync(Key(begun.AuthSession!)))!.Value;
        Assert.NotNull(grant.RevokedAt);
        Assert.Empty(grant.AccessTokens);
        Assert.Null(grant.Refresh);
        Assert.Equal(SessionStatus.Redeemed, (await SessionAsync(begun.AuthSession!)).State.Status);
    }

    [PostgreSqlFact]
    public async Task Refreshes_of_one_token_that_race_make_one_exchange_with_one_answer_and_an_old_token_ends_the_family_everywhere()
    {
        var (http, _) = fleet.Client();
        using var disposed = http;
        var (wallet, pkce) = (fleet.Wallet(http), Pkce.Generate());
        var begun = await wallet.StartAsync("guide-credential", pkce);
        var first = await wallet.RedeemAsync((await wallet.ContinueAsync(begun.AuthSession!, pkce.Verifier)).Code!, pkce.Verifier);

        var replies = await RaceAsync(() => RefreshAsync(first.RefreshToken!));

        Assert.All(replies, r => Assert.True(r.Succeeded, r.ToString()));
        var second = Assert.Single(replies.Select(r => (r.AccessToken, r.RefreshToken)).Distinct());
        var (grant, _) = (await fleet.States.GrantAsync(Key(begun.AuthSession!)))!.Value;
        Assert.Equal((1, null), (grant.Refresh!.Generation, grant.RevokedAt));

        // Of the exchanges that follow, each process may make one. Then the first token is no retry any more, whatever the grace.
        var newest = second.RefreshToken!;
        for (var i = 0; i < fleet.Urls.Count; i++)
        {
            newest = (await RefreshAsync(newest)).RefreshToken!;
        }

        var thefts = await RaceAsync(() => RefreshAsync(first.RefreshToken!));

        Assert.All(thefts, r => Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (r.Status, r.Error)));
        Assert.Equal("refresh_token_reused", (await fleet.States.GrantAsync(Key(begun.AuthSession!)))!.Value.State.RevocationReason);
        Assert.All(await RaceAsync(() => RefreshAsync(newest)), r => Assert.Equal("invalid_grant", r.Error));

        Task<TokenReply> RefreshAsync(string token) =>
            wallet.TokenAsync([new("grant_type", "refresh_token"), new("client_id", "wallet"), new("refresh_token", token)]);
    }

    private static async Task<T[]> RaceAsync<T>(Func<Task<T>> request)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var racers = Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
        {
            await start.Task;
            return await request();
        })).ToArray();
        start.SetResult();
        return await Task.WhenAll(racers);
    }

    private static GrainKey Key(string authSession) => new("demo", AuthSessionId.Of(authSession)!.Value);

    private async Task<(Grains.Sessions.AuthSessionState State, int Writes)> SessionAsync(string authSession) =>
        (await fleet.States.SessionAsync(Key(authSession)))!.Value;
}
