using System.Net;
using System.Text.Json.Nodes;
using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.WalletSimulator.InteractiveAuthorization;
using Eudiplo.WalletSimulator.OAuth;
using Eudiplo.WalletSimulator.Presentations;

namespace Eudiplo.Gateway.Tests.Dialects;

/// <summary>The same multi-step flow in each of the three wire forms, with exactly the members, statuses, headers and codes of each.</summary>
public sealed class DialectTests
{
    public static TheoryData<string> Names => [.. ExpectedDialect.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_presentation_and_a_web_step_have_exactly_the_members_of_the_dialect(string name)
    {
        await using var host = await GatewayHost.StartAsync();
        var (expected, pkce) = (ExpectedDialect.All[name], Pkce.Generate());
        var wallet = await WalletAsync(host, expected);

        var asked = await SendAsync(host, wallet, wallet.RequestFor("organization-credential", pkce).Parameters());
        AssertInteraction(asked, expected, expected.PresentationType, ["openid4vp_request"]);
        var question = (JsonObject)asked.Json["openid4vp_request"]!;
        Assert.Equal(expected.ResponseMode, question["response_mode"]!.GetValue<string>());
        Assert.Equal("vp_token", question["response_type"]!.GetValue<string>());

        var presented = host.Holder().Answer(
            PresentationRequest.Parse(question), expected.Audience, wallet.Endpoints.InteractiveAuthorization.ToString());
        var web = await SendAsync(host, wallet, [new("auth_session", asked.AuthSession), new("openid4vp_response", presented)]);
        AssertInteraction(web, expected, expected.WebType, ["request_uri", "expires_in"]);
        Assert.NotEqual(asked.AuthSession, web.AuthSession);

        Assert.True((await host.Backend().CompleteWebStepAsync(AuthSessionId.Of(web.AuthSession)!.Value.ToString())).Succeeded);
        var done = await SendAsync(host, wallet, [new("auth_session", web.AuthSession), new("code_verifier", pkce.Verifier)]);
        Assert.Equal(HttpStatusCode.OK, done.Status);
        Assert.Equal(
            expected.SuccessStatus is null ? [expected.CodeMember] : ["status", expected.CodeMember],
            done.Json.Select(m => m.Key));
        Assert.Equal(expected.SuccessStatus, done.Json["status"]?.GetValue<string>());
        Assert.NotNull((await wallet.RedeemAsync(done.Json[expected.CodeMember]!.GetValue<string>(), pkce.Verifier)).AccessToken);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_presentation_for_the_endpoint_itself_is_taken_and_one_for_another_dialects_audience_is_not(string name)
    {
        await using var host = await GatewayHost.StartAsync();
        var expected = ExpectedDialect.All[name];
        var wallet = await WalletAsync(host, expected);
        var asked = await wallet.StartAsync("citizen-credential", Pkce.Generate());
        var (question, endpoint) = (PresentationRequest.Parse(asked.PresentationRequest!), wallet.Endpoints.InteractiveAuthorization.ToString());
        var foreign = expected.Audience.StartsWith("iae:", StringComparison.Ordinal) ? "ia:https://issuer.example" : "iae:https://issuer.example";

        var refused = await wallet.PresentAsync(asked.AuthSession!, host.Holder().Answer(question, foreign, endpoint));
        Assert.Equal((HttpStatusCode.BadRequest, expected.WrongPresentation), (refused.Status, refused.Error));
        var taken = await wallet.PresentAsync(asked.AuthSession!, host.Holder().Answer(question, expected.Dialect.AudiencePrefix + endpoint, endpoint));
        Assert.NotNull(taken.Code);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Errors_have_the_codes_of_the_dialect(string name)
    {
        await using var host = await GatewayHost.StartWithAsync(tenant => tenant["interactiveAuthorization"] = new JsonObject { ["redirectToWeb"] = "never" });
        var (expected, pkce) = (ExpectedDialect.All[name], Pkce.Generate());
        var wallet = await WalletAsync(host, expected);
        var web = await wallet.StartAsync("web-credential", pkce);

        await AssertErrorAsync(expected.WrongVerifier, [new("auth_session", web.AuthSession!), new("code_verifier", Pkce.Generate().Verifier)]);
        await host.Backend().CompleteWebStepAsync(AuthSessionId.Of(web.AuthSession)!.Value.ToString());
        Assert.NotNull((await wallet.ContinueAsync(web.AuthSession!, pkce.Verifier)).Code);
        await AssertErrorAsync(expected.UnknownSession, [new("auth_session", web.AuthSession!), new("code_verifier", "x" + pkce.Verifier)]);
        var noTypes = wallet.RequestFor("citizen-credential", pkce) with { InteractionTypes = null };
        await AssertErrorAsync("invalid_request", noTypes.Parameters());
        var tooFew = wallet.RequestFor("organization-credential", pkce) with { InteractionTypes = expected.PresentationType };
        var missing = await AssertErrorAsync("missing_interaction_type", tooFew.Parameters());
        Assert.Contains($"'{expected.WebType}'", missing["error_description"]!.GetValue<string>(), StringComparison.Ordinal);

        async Task<JsonObject> AssertErrorAsync(string code, IEnumerable<KeyValuePair<string, string>> parameters)
        {
            var reply = await SendAsync(host, wallet, parameters);
            Assert.Equal((HttpStatusCode.BadRequest, code), (reply.Status, reply.Json["error"]!.GetValue<string>()));
            Assert.Equal(["error", "error_description"], reply.Json.Select(m => m.Key));
            return reply.Json;
        }
    }

    [Theory]
    [InlineData("interactive", "invalid_auth_session")]
    [InlineData("challenge", "invalid_session")]
    public async Task A_session_that_nobody_knows_is_told_in_the_form_of_the_endpoint(string endpoint, string code)
    {
        await using var host = await GatewayHost.StartAsync();
        foreach (var session in new[] { "nonsense", Guid.NewGuid().ToString(), Protocol.Capabilities.Capability.Encode(Guid.NewGuid(), new string('A', 43)) })
        {
            using var content = new FormUrlEncodedContent([new("auth_session", session), new("code_verifier", Pkce.Generate().Verifier)]);
            using var response = await host.Http.PostAsync($"/demo/oid4vci/authorize/{endpoint}", content);

            Assert.Equal(code, ((JsonObject)JsonNode.Parse(await response.Content.ReadAsStringAsync())!)["error"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task Bare_names_at_the_challenge_endpoint_are_types_of_no_use_there()
    {
        await using var host = await GatewayHost.StartAsync();
        var wallet = await WalletAsync(host, ExpectedDialect.All["first-party"]);
        var request = wallet.RequestFor("web-credential", Pkce.Generate()) with { InteractionTypes = "openid4vp_presentation,redirect_to_web" };

        Assert.Equal("redirect_to_web", (await wallet.StartAsync(request)).Error);
    }

    [Fact]
    public async Task A_tenant_may_keep_to_the_401_of_the_older_drafts_and_to_some_of_the_dialects()
    {
        await using var host = await GatewayHost.StartWithAsync(tenant => tenant["interactiveAuthorization"] = new JsonObject
        {
            ["dialects"] = new JsonArray("first-party"),
            ["insufficientAuthorizationStatus"] = 401,
        });
        var wallet = await WalletAsync(host, ExpectedDialect.All["first-party"]);

        var asked = await SendAsync(host, wallet, wallet.RequestFor("web-credential", Pkce.Generate()).Parameters());
        var metadata = (JsonObject)JsonNode.Parse(await host.Http.GetStringAsync("/.well-known/oauth-authorization-server/demo"))!;

        Assert.Equal(HttpStatusCode.Unauthorized, asked.Status);
        Assert.False(metadata.ContainsKey("interactive_authorization_endpoint"));
        Assert.False(metadata.ContainsKey("require_interactive_authorization_request"));
        Assert.Equal("https://issuer.example/demo/oid4vci/authorize/challenge", metadata["authorization_challenge_endpoint"]!.GetValue<string>());
        Assert.Equal("invalid_request", (await host.Wallet().StartAsync("web-credential", Pkce.Generate())).Error);
    }

    private static async Task<WalletClient> WalletAsync(GatewayHost host, ExpectedDialect expected) => new(
        host.Http, await TenantEndpoints.DiscoverAsync(host.Http, GatewayHost.PublicUrl, "demo", expected.Dialect), expected.Dialect, "wallet");

    private static void AssertInteraction(Reply reply, ExpectedDialect expected, string type, string[] further)
    {
        Assert.Equal(expected.InteractionStatus, reply.Status);
        Assert.Equal([expected.InteractionMarker, expected.TypeMember, "auth_session", .. further], reply.Json.Select(m => m.Key));
        Assert.Equal(expected.InteractionMarkerValue, reply.Json[expected.InteractionMarker]!.GetValue<string>());
        Assert.Equal(type, reply.Json[expected.TypeMember]!.GetValue<string>());
    }

    private static async Task<Reply> SendAsync(GatewayHost host, WalletClient wallet, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        using var content = new FormUrlEncodedContent(parameters);
        using var response = await host.Http.PostAsync(wallet.Endpoints.InteractiveAuthorization, content);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.ToString());
        Assert.True(response.Headers.CacheControl!.NoStore);
        return new Reply(response.StatusCode, (JsonObject)JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    private sealed record Reply(HttpStatusCode Status, JsonObject Json)
    {
        public string AuthSession => Json["auth_session"]!.GetValue<string>();
    }
}
