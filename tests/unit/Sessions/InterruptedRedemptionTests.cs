using System.Security.Cryptography;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Unit.Tests.Storage;
using Orleans.Runtime;

namespace Eudiplo.Unit.Tests.Sessions;

/// <summary>A redemption makes two writes: the grant, and the note in the session. A process may die before, between and after them.</summary>
public sealed class InterruptedRedemptionTests
{
    private static readonly byte[] Attempt = RandomNumberGenerator.GetBytes(32);

    [Fact]
    public async Task A_redemption_that_died_before_its_grant_was_stored_leaves_the_code_as_it_was()
    {
        await using var dying = Host();
        var wallet = new TestWallet(dying);
        var command = wallet.Redemption(await wallet.CodeOfWebFlowAsync());
        dying.Storage.Writing = (kind, _) => kind == "grant" ? throw new IOException("The process dies.") : Task.CompletedTask;
        await Assert.ThrowsAnyAsync<Exception>(() => dying.Session(wallet.SessionId).RedeemAsync(command));
        dying.Storage.Writing = null;

        // The wallet asks again, and another process answers.
        await using var other = Host(dying);
        var tokens = await other.Session(wallet.SessionId).RedeemAsync(command);

        Assert.Null(tokens.Error);
        Assert.True((await other.Grant(wallet.SessionId).FindAccessTokenAsync(tokens.AccessToken!)).Active);
    }

    [Fact]
    public async Task The_attempt_whose_process_died_between_the_writes_gets_its_tokens_elsewhere()
    {
        await using var dying = Host();
        var wallet = new TestWallet(dying);
        var command = wallet.Redemption(await wallet.CodeOfWebFlowAsync()) with { Attempt = Attempt };
        var lost = await DieBetweenTheWritesAsync(dying, wallet, command);

        await using var other = Host(dying);
        var again = await other.Session(wallet.SessionId).RedeemAsync(command);

        AssertSame(lost, again);
        Assert.True((await other.Grant(wallet.SessionId).FindAccessTokenAsync(again.AccessToken!)).Active);
        Assert.Equal(SessionStatus.Redeemed, other.Stored(wallet.SessionId)!.Status);
        Assert.Empty(other.Stored(wallet.SessionId)!.CompletedStepsData);
    }

    [Fact]
    public async Task Another_request_with_the_code_of_a_grant_that_the_session_has_not_noted_revokes_it()
    {
        await using var dying = Host();
        var wallet = new TestWallet(dying);
        var command = wallet.Redemption(await wallet.CodeOfWebFlowAsync()) with { Attempt = Attempt };
        var lost = await DieBetweenTheWritesAsync(dying, wallet, command);

        await using var other = Host(dying);
        var second = await other.Session(wallet.SessionId).RedeemAsync(command with { Attempt = RandomNumberGenerator.GetBytes(32) });

        Assert.Equal("invalid_grant", second.Error?.Code);
        Assert.False((await other.Grant(wallet.SessionId).FindAccessTokenAsync(lost.AccessToken!)).Active);
        Assert.Equal(SessionStatus.Redeemed, other.Stored(wallet.SessionId)!.Status);
        Assert.Equal("invalid_grant", (await other.Session(wallet.SessionId).RedeemAsync(command)).Error?.Code);
    }

    [Fact]
    public async Task The_attempt_whose_answer_was_lost_after_both_writes_gets_the_same_answer_again()
    {
        await using var host = Host();
        var wallet = new TestWallet(host);
        var command = wallet.Redemption(await wallet.CodeOfWebFlowAsync()) with { Attempt = Attempt };
        var first = await host.Session(wallet.SessionId).RedeemAsync(command);
        var writes = host.Storage.Writes;

        AssertSame(first, await host.Session(wallet.SessionId).RedeemAsync(command));
        Assert.Equal(writes, host.Storage.Writes);
        Assert.True((await host.Grant(wallet.SessionId).FindAccessTokenAsync(first.AccessToken!)).Active);
    }

    [Fact]
    public async Task An_attempt_gets_nothing_again_of_a_grant_that_was_revoked_since()
    {
        await using var host = Host();
        var (revoked, deleted) = (new TestWallet(host), new TestWallet(host));
        foreach (var wallet in new[] { revoked, deleted })
        {
            var command = wallet.Redemption(await wallet.CodeOfWebFlowAsync()) with { Attempt = Attempt };
            Assert.Null((await host.Session(wallet.SessionId).RedeemAsync(command)).Error);
            if (wallet == revoked)
            {
                await host.Grant(wallet.SessionId).RevokeAsync("test", TimeSpan.Zero);
            }
            else
            {
                // A revocation in bulk deletes rows, and no activation hears of it.
                Assert.True(host.Storage.Delete("grant", GrainId.Create("grant", $"{SessionHost.Tenant}/{wallet.SessionId:N}")));
            }

            Assert.Equal("invalid_grant", (await host.Session(wallet.SessionId).RedeemAsync(command)).Error?.Code);
        }
    }

    [Fact]
    public async Task Tries_of_one_attempt_that_race_in_several_processes_all_get_the_same_tokens()
    {
        await using var one = new SessionHost(sharesDatabase: true);
        await using var two = new SessionHost(one.Tenants, one.Storage, one.Clock, sharesDatabase: true);
        var wallet = new TestWallet(one);
        var command = wallet.Redemption(await wallet.CodeOfWebFlowAsync()) with { Attempt = Attempt };
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var tries = Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
        {
            await start.Task;
            return await SessionHost.Retrying(() => (i % 2 == 0 ? one : two).Session(wallet.SessionId).RedeemAsync(command));
        })).ToArray();
        start.SetResult();
        var replies = await Task.WhenAll(tries);

        Assert.All(replies, r => AssertSame(replies[0], r));
        Assert.True((await two.Grant(wallet.SessionId).FindAccessTokenAsync(replies[0].AccessToken!)).Active);
    }

    private static SessionHost Host(SessionHost? before = null) =>
        before is null ? new SessionHost() : new SessionHost(before.Tenants, before.Storage, before.Clock);

    /// <summary>Redeems; the grant is stored, and the session's note never is. The answer that nobody got is returned.</summary>
    private static async Task<TokenReply> DieBetweenTheWritesAsync(SessionHost host, TestWallet wallet, RedeemCode command)
    {
        host.Storage.Writing = (kind, _) => kind == "session" ? throw new IOException("The process dies.") : Task.CompletedTask;
        var reply = await host.Session(wallet.SessionId).RedeemAsync(command);
        host.Storage.Writing = null;
        Assert.Equal(SessionStatus.CodeIssued, host.Stored(wallet.SessionId)!.Status);
        return reply;
    }

    private static void AssertSame(TokenReply first, TokenReply again)
    {
        Assert.Null(again.Error);
        Assert.Equal(first.AccessToken!.Value, again.AccessToken!.Value);
        Assert.Equal(first.RefreshToken?.Value, again.RefreshToken?.Value);
    }
}
