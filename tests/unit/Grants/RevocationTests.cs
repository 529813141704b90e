using System.Text.Json.Nodes;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Protocol.Capabilities;
using Eudiplo.Protocol.Tokens;
using Eudiplo.Unit.Tests.Sessions;

namespace Eudiplo.Unit.Tests.Grants;

public sealed class RevocationTests
{
    [Theory]
    [InlineData("opaque")]
    [InlineData("jwt")]
    public async Task An_access_token_is_revoked_alone_and_a_refresh_token_with_its_whole_grant(string format)
    {
        await using var host = new SessionHost(new TestTenants(d => d["tokens"] = new JsonObject { ["accessTokenFormat"] = format }));
        var grant = new TestGrant(host);
        var first = await grant.CreateAsync();
        var second = await grant.RefreshAsync(first);

        Assert.Null(await grant.RevokeAsync(first.AccessToken));
        Assert.False(await grant.IsActiveAsync(first.AccessToken));
        Assert.True(await grant.IsActiveAsync(second.AccessToken));
        Assert.Null(await grant.RevokeAsync(second.RefreshToken));
        Assert.False(await grant.IsActiveAsync(second.AccessToken));
        Assert.Equal("invalid_grant", (await grant.RefreshAsync(second)).Error?.Code);
    }

    [Fact]
    public async Task A_client_that_gives_up_a_refresh_token_which_it_exchanged_before_ends_the_grant_and_nobody_else_does()
    {
        await using var host = new SessionHost();
        var grant = new TestGrant(host);
        var first = await grant.CreateAsync();
        var second = await grant.RefreshAsync(await grant.RefreshAsync(first));

        Assert.Null(await grant.RevokeAsync(first.RefreshToken, new PresentedCredentials { ClientId = "other" }));
        Assert.Null(await grant.RevokeAsync(new SecretText(Capability.Encode(grant.Id, new byte[Capability.SecretLength]))));
        Assert.True(await grant.IsActiveAsync(second.AccessToken));

        Assert.Null(await grant.RevokeAsync(first.RefreshToken));
        Assert.False(await grant.IsActiveAsync(second.AccessToken));
        Assert.Equal("invalid_grant", (await grant.RefreshAsync(second)).Error?.Code);
    }

    [Fact]
    public async Task Revoking_again_or_revoking_what_is_no_token_is_no_error()
    {
        await using var host = new SessionHost();
        var grant = new TestGrant(host);
        var tokens = await grant.CreateAsync();

        Assert.Null(await grant.RevokeAsync(tokens.RefreshToken));
        Assert.Null(await grant.RevokeAsync(tokens.RefreshToken));
        Assert.Null(await grant.RevokeAsync(new SecretText("garbage")));
    }

    [Fact]
    public async Task A_client_cannot_revoke_the_tokens_of_another()
    {
        await using var host = new SessionHost();
        var grant = new TestGrant(host);
        var tokens = await grant.CreateAsync();

        Assert.Equal("unauthorized_client", (await grant.RevokeAsync(tokens.AccessToken, new PresentedCredentials { ClientId = "other" }))?.Code);
        Assert.Equal("invalid_client", (await grant.RevokeAsync(tokens.AccessToken, TestWallet.Basic("confidential", "wrong")))?.Code);
        Assert.True(await grant.IsActiveAsync(tokens.AccessToken));
    }

    [Fact]
    public async Task An_answer_is_not_given_again_once_its_access_token_was_revoked()
    {
        await using var host = new SessionHost();
        var grant = new TestGrant(host);
        var first = await grant.CreateAsync();
        var second = await grant.RefreshAsync(first);
        await grant.RevokeAsync(second.AccessToken);

        Assert.Equal("invalid_grant", (await grant.RefreshAsync(first)).Error?.Code);
        Assert.Null((await grant.RefreshAsync(second)).Error);
    }

    [Fact]
    public async Task A_grant_that_was_deleted_in_the_database_does_not_answer_from_memory()
    {
        await using var host = new SessionHost();
        var grant = new TestGrant(host);
        var tokens = await grant.CreateAsync();
        Assert.True(await grant.IsActiveAsync(tokens.AccessToken));

        Assert.True(host.Storage.Delete("grant", Orleans.Runtime.GrainId.Create("grant", $"{SessionHost.Tenant}/{grant.Id:N}")));
        Assert.False(await grant.IsActiveAsync(tokens.AccessToken));
        Assert.Equal("invalid_grant", (await grant.RefreshAsync(tokens)).Error?.Code);
    }

    public static TheoryData<string> Refused => ["introspection", "revocation", "opening", "redemption"];

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_an_activation_read_for_a_call_that_was_refused_is_no_answer_for_a_later_one(string call)
    {
        await using var made = new SessionHost();
        var tokens = await new TestGrant(made).CreateAsync();
        Assert.True(PresentedToken.TryRead(tokens.AccessToken!.Value, out var token));

        // Another node, on which a stranger has woken the grant; then the row goes, as in a revocation in bulk.
        await using var node = new SessionHost(made.Tenants, made.Storage, made.Clock);
        var grain = node.Grant(token.Id);
        switch (call)
        {
            case "introspection":
                var introspection = await grain.IntrospectAsync(new IntrospectToken { Credentials = TestWallet.Basic("resource-server", "wrong"), Token = tokens.AccessToken });
                Assert.Equal("invalid_client", introspection.Error?.Code);
                break;
            case "revocation":
                Assert.Equal("invalid_client", (await grain.RevokeTokenAsync(new RevokeToken(TestWallet.Basic("confidential", "wrong"), tokens.AccessToken)))?.Code);
                break;
            case "opening":
                Assert.Null(await grain.OpenAsync(GrantTokenKind.AccessToken, new SecretText("garbage"), withSubject: false));
                break;
            default:
                var redemption = await grain.RequestForClientAsync(new RequestClientGrant { Credentials = TestWallet.Basic("confidential", "wrong") });
                Assert.Equal("invalid_client", redemption.Error?.Code);
                break;
        }

        Assert.True(made.Storage.Delete("grant", Orleans.Runtime.GrainId.Create("grant", $"{SessionHost.Tenant}/{token.Id:N}")));
        Assert.False((await grain.FindAccessTokenAsync(tokens.AccessToken)).Active);
    }
}
