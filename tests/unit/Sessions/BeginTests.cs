using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Protocol.Capabilities;

namespace Eudiplo.Unit.Tests.Sessions;

public sealed class BeginTests
{
    public static TheoryData<string, string> Refusals => new()
    {
        { "no response_type", "invalid_request" },
        { "response_type token", "unsupported_response_type" },
        { "no client_id", "invalid_request" },
        { "no code_challenge", "invalid_request" },
        { "no code_challenge_method", "invalid_request" },
        { "plain", "invalid_request" },
        { "short code_challenge", "invalid_request" },
        { "no interaction types", "invalid_request" },
        { "empty interaction type", "invalid_request" },
        { "no scope", "invalid_request" },
        { "unknown scope", "invalid_scope" },
        { "unknown credential", "invalid_authorization_details" },
        { "broken authorization_details", "invalid_authorization_details" },
        { "deep authorization_details", "invalid_authorization_details" },
        { "authorization_details of another type", "invalid_authorization_details" },
        { "http redirect_uri", "invalid_request" },
        { "custom scheme without registration", "invalid_request" },
        { "redirect_uri with fragment", "invalid_request" },
        { "redirect_uri with a line break", "invalid_request" },
        { "redirect_uri with a backslash", "invalid_request" },
        { "redirect_uri with a space", "invalid_request" },
        { "redirect_uri beyond ASCII", "invalid_request" },
        { "locations of another issuer", "invalid_authorization_details" },
        { "locations that are no list", "invalid_authorization_details" },
        { "claims that are no list", "invalid_authorization_details" },
        { "long state", "invalid_request" },
        { "request object", "request_uri_not_supported" },
        { "unregistered redirect_uri", "invalid_request" },
        { "confidential without a secret", "invalid_client" },
        { "confidential with a wrong secret", "invalid_client" },
        { "public with a secret", "invalid_client" },
        { "backend", "unauthorized_client" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_bad_initial_request_is_refused_with_its_error_and_nothing_is_stored(string mistake, string error)
    {
        await using var host = new SessionHost();
        var wallet = new TestWallet(host);
        var good = wallet.Request("web");
        var reply = await wallet.BeginAsync(mistake switch
        {
            "no response_type" => good with { ResponseType = null },
            "response_type token" => good with { ResponseType = "token" },
            "no client_id" => good with { Credentials = PresentedCredentials.None, ClientId = null },
            "no code_challenge" => good with { CodeChallenge = null },
            "no code_challenge_method" => good with { CodeChallengeMethod = null },
            "plain" => good with { CodeChallengeMethod = "plain" },
            "short code_challenge" => good with { CodeChallenge = "abc" },
            "no interaction types" => good with { InteractionTypesSupported = null },
            "empty interaction type" => good with { InteractionTypesSupported = "redirect_to_web,,openid4vp_presentation" },
            "no scope" => good with { AuthorizationDetails = null },
            "unknown scope" => good with { AuthorizationDetails = null, Scope = "nothing_here" },
            "unknown credential" => good with { AuthorizationDetails = """[{"type":"openid_credential","credential_configuration_id":"no-such"}]""" },
            "broken authorization_details" => good with { AuthorizationDetails = "[{" },
            "deep authorization_details" => good with { AuthorizationDetails = new string('[', 5000) },
            "authorization_details of another type" => good with { AuthorizationDetails = """[{"type":"payment"}]""" },
            "http redirect_uri" => good with { RedirectUri = "http://wallet.example/cb" },
            "custom scheme without registration" => good with { RedirectUri = "eudi-wallet://cb" },
            "redirect_uri with fragment" => good with { RedirectUri = "https://wallet.example/cb#x" },
            "redirect_uri with a line break" => good with { RedirectUri = "https://wallet.example/cb\r\nX: y" },
            "redirect_uri with a backslash" => good with { RedirectUri = "https://wallet.example\\@evil.example/" },
            "redirect_uri with a space" => good with { RedirectUri = "https://wallet.example/c b" },
            "redirect_uri beyond ASCII" => good with { RedirectUri = "https://wallet.example/\u00e9" },
            "locations of another issuer" => Detail(good, "locations", "[\"https://other.example/acme\"]"),
            "locations that are no list" => Detail(good, "locations", "\"https://issuer.example/acme\""),
            "claims that are no list" => Detail(good, "claims", "{}"),
            "long state" => good with { State = new string('s', 5000) },
            "request object" => good with { HasRequestObject = true },
            "unregistered redirect_uri" => good with
            {
                Credentials = new PresentedCredentials { ClientId = "registered" },
                RedirectUri = "https://wallet.example/cb2",
            },
            "confidential without a secret" => good with { Credentials = new PresentedCredentials { ClientId = "confidential" } },
            "confidential with a wrong secret" => good with { Credentials = TestWallet.Basic("confidential", "guess") },
            "public with a secret" => good with { Credentials = TestWallet.Basic("wallet", "secret") },
            "backend" => good with { Credentials = TestWallet.Backend, RedirectUri = null },
            _ => throw new InvalidOperationException(mistake),
        });

        Assert.Equal(error, reply.Error?.Code);
        Assert.Equal(0, host.Storage.Count);
    }

    [Fact]
    public async Task Authorization_details_may_name_this_issuer_among_others_and_more_than_is_known()
    {
        await using var host = new SessionHost();
        var wallet = new TestWallet(host);

        var named = await new TestWallet(host).BeginAsync(Detail(wallet.Request("web"), "locations", "[\"https://other.example/acme\",\"https://issuer.example/acme\"]"));
        var unknown = await wallet.BeginAsync(Detail(wallet.Request("web"), "something_new", "7"));

        Assert.Null(named.Error);
        Assert.Null(unknown.Error);
    }

    [Fact]
    public async Task An_unknown_tenant_is_not_found()
    {
        await using var host = new SessionHost();
        var wallet = new TestWallet(host);

        var reply = await host.Session(Guid.NewGuid(), "nobody").BeginAsync(wallet.Request("web"));

        Assert.Equal(404, reply.Error!.Status);
    }

    [Fact]
    public async Task Clients_that_are_not_registered_are_refused_unless_the_tenant_takes_them()
    {
        await using var host = new SessionHost(new TestTenants(document => document["allowUnregisteredClients"] = false));

        Assert.Equal("invalid_client", (await new TestWallet(host).BeginAsync("web")).Error?.Code);
        Assert.Null((await new TestWallet(host, "registered").BeginAsync("web")).Error);
    }

    [Theory]
    [InlineData("pid-then-web", "redirect_to_web", "openid4vp_presentation")]
    [InlineData("pid-then-web", "openid4vp_presentation", "redirect_to_web")]
    [InlineData("web-then-pid", "redirect_to_web", "openid4vp_presentation")]
    [InlineData("web", "urn:some:other", "redirect_to_web")]
    [InlineData("plain", "urn:some:other", "openid4vp_presentation")]
    public async Task A_type_that_a_later_step_needs_is_missed_before_any_step_runs(string credential, string supported, string missing)
    {
        await using var host = new SessionHost();

        var reply = await new TestWallet(host).BeginAsync(credential, supported);

        Assert.Equal("missing_interaction_type", reply.Error?.Code);
        Assert.Contains(missing, reply.Error!.Description, StringComparison.Ordinal);
        Assert.Equal(0, host.Storage.Count);
    }

    [Theory]
    [InlineData("openid4vp_presentation,redirect_to_web", "openid4vp_presentation")]
    [InlineData("redirect_to_web,openid4vp_presentation", "openid4vp_presentation")]
    [InlineData("redirect_to_web", "redirect_to_web")]
    public async Task Without_actions_a_presentation_comes_before_a_web_page(string supported, string chosen)
    {
        await using var host = new SessionHost();

        Assert.Equal(chosen, (await new TestWallet(host).BeginAsync("plain", supported)).Interaction?.Type);
    }

    [Fact]
    public async Task A_scope_asks_for_its_credential_and_unknown_scopes_are_left_out()
    {
        await using var host = new SessionHost();
        var wallet = new TestWallet(host);

        await wallet.BeginAsync(wallet.Request("web") with { AuthorizationDetails = null, Scope = "nothing plain_scope" });

        Assert.Equal("plain_scope", host.Stored(wallet.SessionId)!.Scope);
    }

    [Fact]
    public async Task Steps_that_two_credentials_share_are_walked_once_and_in_order()
    {
        await using var host = new SessionHost();
        var wallet = new TestWallet(host);

        await wallet.BeginAsync(wallet.Request("x") with
        {
            AuthorizationDetails = """
                [{"type":"openid_credential","credential_configuration_id":"pid-then-web"},
                 {"type":"openid_credential","credential_configuration_id":"pid-only"},
                 {"type":"openid_credential","credential_configuration_id":"two-pages"}]
                """,
        });

        Assert.Equal(
            ["openid4vp_presentation", "redirect_to_web", "redirect_to_web"],
            host.Stored(wallet.SessionId)!.IaeActions.Select(s => s.Type));
    }

    [Fact]
    public async Task The_first_answer_carries_the_session_and_nothing_of_its_secret_is_stored()
    {
        await using var host = new SessionHost();
        var wallet = new TestWallet(host);

        var reply = await wallet.BeginAsync("web");

        Assert.True(Capability.TryDecode(reply.Interaction!.AuthSession.Value, out var id, out var secret));
        Assert.Equal(wallet.SessionId, id);
        var stored = host.Stored(id)!;
        Assert.True(CapabilitySecret.Matches(secret, stored.AuthSession));
        Assert.DoesNotContain(secret, System.Text.Json.JsonSerializer.Serialize(stored), StringComparison.Ordinal);
    }

    private static BeginSession Detail(BeginSession good, string name, string json) => good with
    {
        AuthorizationDetails = $$"""[{"type":"openid_credential","credential_configuration_id":"web","{{name}}":{{json}}}]""",
    };
}
