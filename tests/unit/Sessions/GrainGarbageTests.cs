using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.WalletSimulator;
using FsCheck;
using FsCheck.Fluent;

namespace Eudiplo.Unit.Tests.Sessions;

/// <summary>Generated garbage at every method of the session and grant grains: a refusal each time, and a session under way loses nothing.</summary>
public sealed class GrainGarbageTests
{
    private static readonly string?[] Texts =
    [
        null, "", " ", "code", "S256", "web", "openid4vp_presentation", "redirect_to_web,openid4vp_presentation", "[", "[[[[", "{}", "null",
        """[{"type":"openid_credential","credential_configuration_id":"pid-only"}]""", """[{"type":"openid_credential","credential_configuration_id":null}]""",
        """{"vp_token":{"pid":["e30.e30.e30~"]}}""", """{"vp_token":{"pid":[{}]}}""", """{"vp_token":null}""", "\ud800", "\0",
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "backend", "confidential", "registered", "wallet", "https://wallet.example/cb", "javascript:alert(1)",
        new string('x', 70_000), new string('[', 10_000),
    ];

    private static Gen<string?> Text => Gen.OneOf(Gen.Elements(Texts), ArbMap.Default.ArbFor<string?>().Generator);

    private static Gen<PresentedCredentials> Credentials =>
        from method in Gen.Elements(Enum.GetValues<ClientAuthenticationMethod>())
        from id in Text
        from secret in Text
        select new PresentedCredentials { Method = method, ClientId = id, Secret = SecretText.Of(secret) };

    private static Gen<BeginSession> Begin =>
        from credentials in Credentials
        from texts in Text.ArrayOf(9)
        from flag in ArbMap.Default.ArbFor<bool>().Generator
        select new BeginSession
        {
            Credentials = credentials,
            ResponseType = flag ? "code" : texts[0],
            ClientId = credentials.ClientId,
            RedirectUri = texts[1],
            Scope = texts[2],
            AuthorizationDetails = texts[3],
            CodeChallenge = texts[4],
            CodeChallengeMethod = flag ? "S256" : texts[5],
            InteractionTypesSupported = texts[6],
            IssuerState = texts[7],
            State = texts[8],
        };

    private static Gen<ContinueSession> FollowUp =>
        from credentials in Gen.OneOf(Gen.Constant(PresentedCredentials.None), Credentials)
        from texts in Text.ArrayOf(3)
        from digest in ArbMap.Default.ArbFor<byte[]>().Generator
        select new ContinueSession
        {
            Credentials = credentials,
            StepSecret = SecretText.Of(texts[0]),
            PresentationResponse = texts[1],
            CodeVerifier = SecretText.Of(texts[2]),
            RequestDigest = digest ?? [],
        };

    [Fact]
    public async Task Garbage_is_refused_and_never_an_exception()
    {
        await using var host = new SessionHost();
        var wallet = new TestWallet(host);
        var first = await wallet.BeginAsync("web");
        await wallet.ConfirmAsync();
        var session = host.Session(wallet.SessionId);
        foreach (var begin in Gen.Sample(Begin, 50, new Rnd(GeneratedInput.Seed), 400))
        {
            var reply = await host.Session(Guid.NewGuid()).BeginAsync(begin);
            Assert.True(reply.Error is not null ^ reply.Interaction is not null);
        }

        foreach (var followUp in Gen.Sample(FollowUp, 50, new Rnd(GeneratedInput.Seed), 400))
        {
            Assert.NotNull((await session.ContinueAsync(followUp)).Error);
            Assert.NotNull((await host.Session(Guid.NewGuid()).ContinueAsync(followUp)).Error);
        }

        foreach (var (credentials, text) in Gen.Sample(Credentials.Zip(Text), 50, new Rnd(GeneratedInput.Seed), 400))
        {
            var secret = new SecretText(text ?? "");
            Assert.NotNull((await session.ConfirmWebStepAsync(new ConfirmWebStep { Credentials = credentials, Data = text, CodeVerifier = secret })).Error);
            Assert.NotNull((await session.OpenBrowserAsync(new OpenBrowser(credentials.ClientId, secret, secret))).Error);
            var redemption = new RedeemCode { Credentials = credentials, CodeSecret = secret, CodeVerifier = secret, RedirectUri = text };
            Assert.NotNull((await session.RedeemAsync(redemption)).Error);
            Assert.False((await host.Grant(wallet.SessionId).FindAccessTokenAsync(secret)).Active);
            await host.Grant(wallet.SessionId).RevokeByCodeAsync(secret);
        }

        Assert.NotNull((await wallet.ContinueAsync(wallet.Verify(first))).Code);
    }
}
