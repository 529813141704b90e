using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Protocol.Capabilities;
using Eudiplo.Unit.Tests.Sessions;

namespace Eudiplo.Unit.Tests.Grants;

/// <summary>A grant made straight through its grain, and the requests that a client makes with its tokens.</summary>
internal sealed class TestGrant(SessionHost host, string clientId = "wallet")
{
    public Guid Id { get; } = Guid.CreateVersion7(host.Clock.GetUtcNow());

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
        Assert.True(Capability.TryDecode(tokens.AccessToken!.Value, out var id, out var secret));
        return (await host.Grant(id).FindAccessTokenAsync(new SecretText(secret))).Active;
    }
}
