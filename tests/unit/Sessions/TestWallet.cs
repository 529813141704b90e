using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Protocol.Capabilities;

namespace Eudiplo.Unit.Tests.Sessions;

/// <summary>A wallet that talks to grains directly: what the gateway makes of a wallet's requests.</summary>
internal sealed class TestWallet(SessionHost host, string clientId = "wallet")
{
    public const string AllTypes = "openid4vp_presentation,redirect_to_web";

    public string Verifier { get; } = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public Guid SessionId { get; } = Guid.CreateVersion7(host.Clock.GetUtcNow());

    public string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public PresentedCredentials Public => new() { ClientId = clientId };

    public static PresentedCredentials Backend { get; } = Basic("backend", TestTenants.BackendSecret);

    public static PresentedCredentials Basic(string id, string secret) =>
        new() { Method = ClientAuthenticationMethod.ClientSecretBasic, ClientId = id, Secret = new SecretText(secret) };

    public BeginSession Request(string credential, string types = AllTypes) => new()
    {
        Credentials = Public,
        ClientId = clientId,
        ResponseType = "code",
        AuthorizationDetails = $$"""[{"type":"openid_credential","credential_configuration_id":"{{credential}}"}]""",
        CodeChallenge = Challenge,
        CodeChallengeMethod = "S256",
        RedirectUri = "https://wallet.example/cb",
        InteractionTypesSupported = types,
    };

    public Task<SessionReply> BeginAsync(string credential, string types = AllTypes) => BeginAsync(Request(credential, types));

    public Task<SessionReply> BeginAsync(BeginSession request) => host.Session(SessionId).BeginAsync(request);

    public ContinueSession Verify(SessionReply last, string? verifier = null) => FollowUp(last.Interaction!.AuthSession.Value, null, verifier ?? Verifier);

    public ContinueSession Present(SessionReply last, string response) => FollowUp(last.Interaction!.AuthSession.Value, response, null);

    public static ContinueSession FollowUp(string? authSession, string? response, string? verifier)
    {
        _ = Capability.TryDecode(authSession, out _, out var secret);
        return new ContinueSession
        {
            StepSecret = SecretText.Of(secret),
            PresentationResponse = response,
            CodeVerifier = SecretText.Of(verifier),
            RequestDigest = SHA256.HashData(Encoding.UTF8.GetBytes($"auth_session={authSession}&openid4vp_response={response}&code_verifier={verifier}")),
        };
    }

    public Task<SessionReply> ContinueAsync(ContinueSession followUp) => host.Session(SessionId).ContinueAsync(followUp);

    public Task<ConfirmationReply> ConfirmAsync(string? data = null, PresentedCredentials? credentials = null, int? step = null, string? key = null) =>
        host.Session(SessionId).ConfirmWebStepAsync(
            new ConfirmWebStep { Credentials = credentials ?? Backend, Data = data, Step = step, IdempotencyKey = key });

    public RedeemCode Redemption(string code, string? verifier = null)
    {
        Assert.True(Capability.TryDecode(code, out _, out var secret));
        return new RedeemCode { Credentials = Public, CodeSecret = new SecretText(secret), CodeVerifier = new SecretText(verifier ?? Verifier) };
    }

    public Task<TokenReply> RedeemAsync(string code) => host.Session(SessionId).RedeemAsync(Redemption(code));

    /// <summary>Walks the web flow up to the code.</summary>
    public async Task<string> CodeOfWebFlowAsync()
    {
        var first = await BeginAsync("web");
        await ConfirmAsync();
        return (await ContinueAsync(Verify(first))).Code!.Value;
    }

    public async Task<bool> IsLiveAsync(string accessToken)
    {
        Assert.True(Capability.TryDecode(accessToken, out var id, out _));
        return (await host.Grant(id).FindAccessTokenAsync(new SecretText(accessToken))).Active;
    }
}
