using System.Text.Json.Nodes;
using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.WalletSimulator.InteractiveAuthorization;
using Eudiplo.WalletSimulator.OAuth;

namespace Eudiplo.Gateway.Tests.Dialects;

/// <summary>Steps of a type that the tenant made up.</summary>
public sealed class CustomStepTests
{
    private const string Type = "urn:example:card-reader";

    [Theory]
    [InlineData("bare", "type")]
    [InlineData("urn", "type")]
    [InlineData("first-party", "interaction_type_required")]
    public async Task What_the_tenant_configured_is_sent_as_it_is_and_the_nonce_must_come_back(string name, string typeMember)
    {
        await using var host = await StartAsync("nonce");
        var (wallet, pkce) = (await WalletAsync(host, name), Pkce.Generate());

        var asked = await wallet.StartAsync(Request(wallet, pkce));
        Assert.Equal(Type, asked.Json![typeMember]!.GetValue<string>());
        Assert.Equal("""{"slot":1,"apdu":["00a4"]}""", asked.Json["reader"]!.ToJsonString());
        var nonce = asked.Json["nonce"]!.GetValue<string>();
        Assert.Equal("invalid_request", (await wallet.SendAsync([new("auth_session", asked.AuthSession!)])).Error);
        Assert.Equal("access_denied", (await AnswerAsync("""{"nonce":"another"}""")).Error);
        Assert.Equal("access_denied", (await AnswerAsync("not " + nonce)).Error);

        Assert.NotNull((await AnswerAsync($$"""{"card":"9000","nonce":"{{nonce}}"}""")).Code);

        Task<InteractiveReply> AnswerAsync(string answer) => wallet.SendAsync([new("auth_session", asked.AuthSession!), new("card_response", answer)]);
    }

    [Fact]
    public async Task A_step_that_a_service_confirms_waits_for_it()
    {
        await using var host = await StartAsync("service");
        var (wallet, pkce) = (await WalletAsync(host, "urn"), Pkce.Generate());
        var asked = await wallet.StartAsync(Request(wallet, pkce));
        KeyValuePair<string, string>[] answer = [new("auth_session", asked.AuthSession!), new("card_response", "done")];

        Assert.False(asked.Json!.ContainsKey("nonce"));
        Assert.Equal("authorization_pending", (await wallet.SendAsync(answer)).Error);
        Assert.True((await host.Backend().CompleteWebStepAsync(AuthSessionId.Of(asked.AuthSession)!.Value.ToString())).Succeeded);
        Assert.NotNull((await wallet.SendAsync(answer)).Code);
    }

    [Fact]
    public async Task A_wallet_that_does_not_name_the_type_is_told_so_before_any_step()
    {
        await using var host = await StartAsync("nonce");
        var wallet = await WalletAsync(host, "urn");

        Assert.Equal("missing_interaction_type", (await wallet.StartAsync("web-credential", Pkce.Generate())).Error);
    }

    private static InteractiveRequest Request(WalletClient wallet, Pkce pkce)
    {
        var request = wallet.RequestFor("web-credential", pkce);
        return request with { InteractionTypes = $"{request.InteractionTypes},{Type}" };
    }

    private static async Task<WalletClient> WalletAsync(GatewayHost host, string name)
    {
        var dialect = WireDialects.Named(name);
        return new(host.Http, await TenantEndpoints.DiscoverAsync(host.Http, GatewayHost.PublicUrl, "demo", dialect), dialect, "wallet");
    }

    private static Task<GatewayHost> StartAsync(string completion) => GatewayHost.StartWithAsync(tenant =>
    {
        var credential = tenant["credentialConfigurations"]!.AsArray().Single(c => c!["credentialConfigId"]!.GetValue<string>() == "web-credential")!;
        credential["iaeActions"] = new JsonArray(new JsonObject
        {
            ["type"] = Type,
            ["request"] = JsonNode.Parse("""{ "reader": { "slot": 1, "apdu": ["00a4"] } }"""),
            ["response"] = "card_response",
            ["completion"] = completion,
        });
    });
}
