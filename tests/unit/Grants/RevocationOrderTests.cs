using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Abstractions.Revocations;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Unit.Tests.Sessions;

namespace Eudiplo.Unit.Tests.Grants;

/// <summary>Grants that are being made while their like is revoked in bulk: no row is there yet when the pages are worked through.</summary>
public sealed class RevocationOrderTests
{
    [Theory]
    [InlineData(RevocationTargetKind.Client, "wallet")]
    [InlineData(RevocationTargetKind.User, "user-1")]
    public async Task A_grant_whose_target_is_revoked_while_its_row_is_written_hands_out_nothing_and_leaves_no_row(RevocationTargetKind kind, string value)
    {
        await using var host = new SessionHost();
        RevokeDuringTheNextGrant(host, new RevocationTarget(kind, value));
        var grant = new TestGrant(host);

        var reply = await grant.CreateAsync();

        Assert.Equal("invalid_grant", reply.Error?.Code);
        Assert.Null(reply.AccessToken);
        Assert.Null(await host.Grant(grant.Id).ViewAsync(withSubject: false));
    }

    [Fact]
    public async Task A_client_whose_grants_are_revoked_while_it_asks_for_itself_is_told_to_ask_again()
    {
        await using var host = new SessionHost();
        RevokeDuringTheNextGrant(host, new RevocationTarget(RevocationTargetKind.Client, "wallet"));
        var grant = new TestGrant(host);

        var reply = await grant.CreateAsync(grant.Command with { GrantType = GrantType.ClientCredentials });

        Assert.Equal(("temporarily_unavailable", 503), (reply.Error?.Code, reply.Error?.Status));
        Assert.Null((await new TestGrant(host).CreateAsync(grant.Command with { GrantType = GrantType.ClientCredentials })).Error);
    }

    [Theory]
    [InlineData(RevocationTargetKind.Client, "another")]
    [InlineData(RevocationTargetKind.Group, "wallet")]
    public async Task A_revocation_of_others_meanwhile_does_a_grant_no_harm(RevocationTargetKind kind, string value)
    {
        await using var host = new SessionHost();
        RevokeDuringTheNextGrant(host, new RevocationTarget(kind, value));
        var grant = new TestGrant(host);

        Assert.True(await grant.IsLiveAsync(await grant.CreateAsync()));
    }

    [Fact]
    public async Task A_grant_that_begins_after_a_revocation_is_made()
    {
        await using var host = new SessionHost();
        await host.Grains.GetGrain<ITenantRevocationsGrain>(SessionHost.Tenant).RevokeAsync(new RevocationTarget(RevocationTargetKind.Client, "wallet"));
        var grant = new TestGrant(host);

        Assert.True(await grant.IsLiveAsync(await grant.CreateAsync()));
    }

    private static void RevokeDuringTheNextGrant(SessionHost host, RevocationTarget target) => host.Storage.Writing = async (state, _) =>
    {
        if (state == StorageNames.Grant)
        {
            host.Storage.Writing = null;
            await host.Grains.GetGrain<ITenantRevocationsGrain>(SessionHost.Tenant).RevokeAsync(target);
        }
    };
}
