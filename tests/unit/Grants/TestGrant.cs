using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Protocol.Capabilities;
using Eudiplo.Protocol.Tokens;
using Eudiplo.Unit.Tests.Sessions;

namespace Eudiplo.Unit.Tests.Grants;

/// <summary>A grant made straight through its grain, and the requests that a client makes with its tokens.</summary>
internal sealed class TestGrant(SessionHost host, string clientId = "wallet")
{
    public Guid Id { get; private init; } = Guid.CreateVersion7(host.Clock.GetUtcNow());

    /// <summary>The same grant in another process.</summary>
    public TestGrant On(SessionHost other) => new(other, clientId) { Id = Id };

    public PresentedCredentials Client => new() { ClientId = clientId };

    public CreateGrant Command => new()
    {
        ClientId = clientId,
        Subject = "user-1",
        Scope = "openid plain_scope",
        AuthTime = host.Clock.GetUtcNow(),
        CompletedSteps = "[]",
    };

    public Task<TokenReply> CreateAsync(CreateGrant? command = null, string tenant = SessionHost.Tenant) => host.Grant(Id, tenant).CreateAsync(command ?? Command);

    public static RefreshGrant Refresh(string token, PresentedCredentials client, string? scope = null, string? dpop = null)
    {
        Assert.True(Capability.TryDecode(token, out _, out var secret));
        return new RefreshGrant { Credentials = client, TokenSecret = new SecretText(secret), Scope = scope, DpopThumbprint = dpop };
    }

    public Task<TokenReply> RefreshAsync(TokenReply last, string? scope = null) =>
        host.Grant(Id).RefreshAsync(Refresh(last.RefreshToken!.Value, Client, scope));

    public async Task<bool> IsLiveAsync(TokenReply tokens)
    {
        Assert.True(PresentedToken.TryRead(tokens.AccessToken!.Value, out var presented));
        return (await host.Grant(presented.Id).FindAccessTokenAsync(tokens.AccessToken)).Active;
    }

    public static PresentedCredentials ResourceServer { get; } = TestWallet.Basic("resource-server", TestTenants.BackendSecret);

    public Task<IntrospectionReply> IntrospectAsync(SecretText? token, PresentedCredentials? credentials = null, bool asJwt = false, string tenant = SessionHost.Tenant) =>
        host.Grant(Id, tenant).IntrospectAsync(new IntrospectToken { Credentials = credentials ?? ResourceServer, Token = token!, AsJwt = asJwt });

    public async Task<bool> IsActiveAsync(SecretText? token, string tenant = SessionHost.Tenant)
    {
        var reply = await IntrospectAsync(token, tenant: tenant);
        Assert.Null(reply.Error);
        return System.Text.Json.JsonDocument.Parse(reply.Json!).RootElement.GetProperty("active").GetBoolean();
    }

    public Task<ProtocolError?> RevokeAsync(SecretText? token, PresentedCredentials? credentials = null) =>
        host.Grant(Id).RevokeTokenAsync(new RevokeToken(credentials ?? Client, token!));
}
