using System.Net;
using System.Text.Json.Nodes;
using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.WalletSimulator.InteractiveAuthorization;
using Eudiplo.WalletSimulator.Keys;
using Eudiplo.WalletSimulator.OAuth;
using Eudiplo.WalletSimulator.Presentations;
using Eudiplo.WalletSimulator.SdJwt;

namespace Eudiplo.Gateway.Tests.Flows;

/// <summary>Every presentation that must not count, and the true one that still does afterwards.</summary>
public sealed class RefusedPresentationTests
{
    public static TheoryData<string> Mistakes =>
    [
        "mock", "null", "number", "empty object", "deep", "another session's nonce", "another audience", "bare origin", "foreign key",
        "dropped disclosure", "disclosure dropped after binding", "added disclosure", "no key binding", "broken issuer signature",
        "broken key binding signature", "old key binding", "future key binding", "wrong sd_hash", "unsecured", "wrong type",
        "foreign issuer", "expired credential", "encrypted without being asked",
    ];

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_presentation_that_is_not_true_is_refused_and_the_step_stays_open_for_a_true_one(string mistake)
    {
        await using var host = await GatewayHost.StartAsync();
        var (wallet, pkce) = (host.Wallet(), Pkce.Generate());
        var asked = await wallet.StartAsync("citizen-credential", pkce);

        var refused = await wallet.PresentAsync(asked.AuthSession!, await MakeAsync(mistake, host, wallet, asked));

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Equal("presentation_failed", refused.Error);
        Assert.Equal("The presentation was not accepted.", refused.ErrorDescription);
        var accepted = await wallet.PresentAsync(asked.AuthSession!, FlowTests.Answer(host, wallet, asked));
        Assert.NotNull(accepted.Code);
    }

    [Fact]
    public async Task A_wallets_own_error_ends_the_session()
    {
        await using var host = await GatewayHost.StartAsync();
        var (wallet, pkce) = (host.Wallet(), Pkce.Generate());
        var asked = await wallet.StartAsync("citizen-credential", pkce);

        Assert.Equal("presentation_failed", (await wallet.PresentAsync(asked.AuthSession!, """{"error":"access_denied"}""")).Error);
        Assert.Equal("presentation_failed", (await wallet.PresentAsync(asked.AuthSession!, """{"error":"access_denied"}""")).Error);
        Assert.Equal("invalid_auth_session", (await wallet.PresentAsync(asked.AuthSession!, FlowTests.Answer(host, wallet, asked))).Error);
    }

    private static async Task<string> MakeAsync(string mistake, GatewayHost host, WalletClient wallet, InteractiveReply asked)
    {
        switch (mistake)
        {
            case "mock":
                return """{"vp_token":"mock-vp-token"}""";
            case "null":
                return "null";
            case "number":
                return "4";
            case "empty object":
                return """{"vp_token":{}}""";
            case "deep":
                return """{"vp_token":""" + new string('[', 60) + new string(']', 60) + "}";
            case "encrypted without being asked":
                return """{"response":"eyJhbGciOiJFQ0RILUVTIn0.a.b.c.d"}""";
            case "another session's nonce":
                var other = await wallet.StartAsync("citizen-credential", Pkce.Generate());
                return With(new PresentationMutation { Nonce = other.PresentationRequest!["nonce"]!.ToString() });
            case "foreign issuer":
                return Answer(new SdJwtIssuer("https://pid.demo.example", EcKey.Generate(), TimeProvider.System).Issue(Demo()));
            case "expired credential":
                return Answer(host.Demo.CreatePidIssuer(TimeProvider.System).Issue(Demo() with { Expires = DateTimeOffset.UtcNow.AddHours(-1) }));
            default:
                return With(Mutation(mistake));
        }

        string With(PresentationMutation mutation) => FlowTests.Answer(host, wallet, asked, mutation);

        string Answer(SdJwtCredential credential) => new HolderWallet([new SdJwtHeldCredential(credential)], TimeProvider.System).Answer(
            PresentationRequest.Parse(asked.PresentationRequest!), wallet.Audience, wallet.Endpoints.InteractiveAuthorization.ToString());

        static SdJwtIssuance Demo() => WalletSimulator.Demo.DemoPid.For(EcKey.Generate());
    }

    private static PresentationMutation Mutation(string mistake) => mistake switch
    {
        "another audience" => new() { Audience = "iae:https://another.example" },
        "bare origin" => new() { Audience = "https://issuer.example" },
        "foreign key" => new() { SigningKey = EcKey.Generate() },
        "dropped disclosure" => new() { Drop = d => d.Name == "given_name" },
        "disclosure dropped after binding" => new() { DropAfterBinding = d => d.Name == "given_name" },
        "added disclosure" => new() { AddAfterBinding = [Extra()] },
        "no key binding" => new() { OmitKeyBinding = true },
        "broken issuer signature" => new() { TamperIssuerSignature = true },
        "broken key binding signature" => new() { TamperKeyBindingSignature = true },
        "old key binding" => new() { IssuedAt = DateTimeOffset.UtcNow.AddHours(-1) },
        "future key binding" => new() { IssuedAt = DateTimeOffset.UtcNow.AddHours(1) },
        "wrong sd_hash" => new() { SdHash = new string('A', 43) },
        "unsecured" => new() { Unsecured = true },
        "wrong type" => new() { Type = "jwt" },
        _ => throw new InvalidOperationException(mistake),
    };

    private static string Extra() =>
        System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes("""["c2FsdHNhbHRzYWx0c2FsdA","is_admin","yes"]"""));
}
