using System.Security.Cryptography;
using System.Text;
using Eudiplo.Gateway.Wire;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Protocol.Capabilities;
using Pkce = Eudiplo.WalletSimulator.OAuth.Pkce;

namespace Eudiplo.Cluster.Tests.Orleans.InProcess;

/// <summary>A flow as a gateway makes it of a wallet's requests, calls that it makes again included.</summary>
/// <param name="grains">The grains.</param>
/// <param name="tenant">The tenant.</param>
/// <param name="credential">What the wallet asks for.</param>
internal sealed class GrainFlow(IGrainFactory grains, string tenant = "demo", string credential = "guide-credential")
{
    private readonly Pkce _pkce = Pkce.Generate();
    private SessionReply? _asked;

    /// <summary>The session, and the grant.</summary>
    public Guid Id { get; private set; }

    private IAuthSessionGrain Session => grains.GetGrain<IAuthSessionGrain>(new GrainKey(tenant, Id).ToString());

    /// <summary>The initial request.</summary>
    public async Task BeginAsync() => Assert.Null(await TryBeginAsync());

    /// <summary>The initial request: gives the code of its refusal, or null.</summary>
    public async Task<string?> TryBeginAsync()
    {
        // Each try begins another session, as in the gateway.
        _asked = await GrainCalls.RepeatAsync(
            () =>
            {
                Id = Guid.CreateVersion7();
                return Session.BeginAsync(new BeginSession
                {
                    Credentials = new PresentedCredentials { ClientId = "wallet" },
                    ClientId = "wallet",
                    ResponseType = "code",
                    AuthorizationDetails = $$"""[{"type":"openid_credential","credential_configuration_id":"{{credential}}"}]""",
                    CodeChallenge = _pkce.Challenge,
                    CodeChallengeMethod = "S256",
                    InteractionTypesSupported = "openid4vp_presentation,redirect_to_web",
                });
            },
            default);
        return _asked.Error?.Code;
    }

    /// <summary>The follow-up: gives the code.</summary>
    public async Task<string> ContinueAsync()
    {
        Assert.True(Capability.TryDecode(_asked!.Interaction!.AuthSession.Value, out _, out var secret));
        var followUp = new ContinueSession
        {
            StepSecret = new SecretText(secret),
            CodeVerifier = new SecretText(_pkce.Verifier),
            RequestDigest = SHA256.HashData(Encoding.UTF8.GetBytes(secret + _pkce.Verifier)),
        };
        var reply = await GrainCalls.RepeatAsync(() => Session.ContinueAsync(followUp), default);
        Assert.Null(reply.Error);
        return reply.Code!.Value;
    }

    /// <summary>The token request.</summary>
    public async Task<TokenReply> RedeemAsync(string code)
    {
        Assert.True(Capability.TryDecode(code, out _, out var secret));
        var command = new RedeemCode
        {
            Credentials = new PresentedCredentials { ClientId = "wallet" },
            CodeSecret = new SecretText(secret),
            CodeVerifier = new SecretText(_pkce.Verifier),
            Attempt = RandomNumberGenerator.GetBytes(32),
        };
        return await GrainCalls.RepeatAsync(() => Session.RedeemAsync(command), default);
    }

    /// <summary>All of it: gives the access token.</summary>
    public async Task<SecretText> RunAsync()
    {
        await BeginAsync();
        var tokens = await RedeemAsync(await ContinueAsync());
        Assert.Null(tokens.Error);
        return tokens.AccessToken!;
    }
}
