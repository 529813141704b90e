using System.Net;
using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.WalletSimulator.InteractiveAuthorization;
using Eudiplo.WalletSimulator.OAuth;
using Eudiplo.WalletSimulator.Presentations;

namespace Eudiplo.Gateway.Tests.Flows;

/// <summary>Whole flows over HTTP, as wallets and backends see them.</summary>
public sealed class FlowTests
{
    [Theory]
    [InlineData(BodyForm.Form)]
    [InlineData(BodyForm.Json)]
    public async Task A_verified_presentation_gives_a_code_and_the_code_an_access_token(BodyForm body)
    {
        await using var host = await GatewayHost.StartAsync();
        var (wallet, pkce) = (host.Wallet(body: body), Pkce.Generate());

        var asked = await wallet.StartAsync("citizen-credential", pkce);
        Assert.Equal("openid4vp_presentation", asked.InteractionType);
        Assert.Equal("iae_post", asked.PresentationRequest!["response_mode"]!.ToString());
        Assert.True(asked.PresentationRequest["nonce"]!.ToString().Length >= 22, "A nonce has 128 bits at least.");
        var done = await wallet.PresentAsync(asked.AuthSession!, Answer(host, wallet, asked));
        Assert.Equal(HttpStatusCode.OK, done.Status);
        Assert.Equal("ok", done.Json!["status"]!.ToString());
        var tokens = await wallet.RedeemAsync(done.Code!, pkce.Verifier);

        Assert.Equal("Bearer", tokens.TokenType);
        Assert.NotNull(tokens.AccessToken);
    }

    [Fact]
    public async Task A_presentation_and_then_a_web_form_that_the_backend_confirms()
    {
        await using var host = await GatewayHost.StartAsync();
        var (wallet, pkce) = (host.Wallet(), Pkce.Generate());
        var asked = await wallet.StartAsync("organization-credential", pkce);
        var web = await wallet.PresentAsync(asked.AuthSession!, Answer(host, wallet, asked));
        Assert.Equal("redirect_to_web", web.InteractionType);
        Assert.NotEqual(asked.AuthSession, web.AuthSession);

        var browser = await wallet.OpenBrowserAsync(web.RequestUri!);
        Assert.Equal(HttpStatusCode.Redirect, browser.Status);
        var sessionId = browser.Location!.Query["?session=".Length..];
        Assert.Equal("authorization_pending", (await wallet.ContinueAsync(web.AuthSession!, pkce.Verifier)).Error);
        Assert.True((await host.Backend().CompleteWebStepAsync(sessionId, new System.Text.Json.Nodes.JsonObject { ["company"] = "ACME" })).Succeeded);
        var done = await wallet.ContinueAsync(web.AuthSession!, pkce.Verifier);

        Assert.NotNull((await wallet.RedeemAsync(done.Code!, pkce.Verifier)).AccessToken);
    }

    [Fact]
    public async Task The_guides_call_completes_a_web_step_with_the_session_id_and_the_verifier()
    {
        await using var host = await GatewayHost.StartAsync();
        var (wallet, pkce) = (host.Wallet(body: BodyForm.Json), Pkce.Generate());
        var web = await wallet.StartAsync("guide-credential", pkce);
        var location = (await wallet.OpenBrowserAsync(web.RequestUri!)).Location!;

        var done = await wallet.ContinueAsync(location.Query["?session=".Length..], pkce.Verifier);

        Assert.NotNull(done.Code);
    }

    [Fact]
    public async Task A_backend_may_confirm_at_the_interactive_endpoint_too()
    {
        await using var host = await GatewayHost.StartAsync();
        var (wallet, pkce) = (host.Wallet(), Pkce.Generate());
        var web = await wallet.StartAsync("web-credential", pkce);
        var sessionId = (await wallet.OpenBrowserAsync(web.RequestUri!)).Location!.Query["?session=".Length..];
        using var request = new HttpRequestMessage(HttpMethod.Post, host.Endpoints().InteractiveAuthorization);
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(
            System.Text.Encoding.UTF8.GetBytes($"{host.Demo.Backend.ClientId}:{host.Demo.Backend.ClientSecret}")));
        request.Content = new FormUrlEncodedContent([new("auth_session", sessionId), new("data", """{"ok":"yes"}""")]);

        using var response = await host.Http.SendAsync(request);

        Assert.Equal("""{"status":"web_auth_completed"}""", await response.Content.ReadAsStringAsync());
        Assert.NotNull((await wallet.ContinueAsync(web.AuthSession!, pkce.Verifier)).Code);
    }

    [Fact]
    public async Task What_a_wallet_presented_is_not_readable_in_the_database_file()
    {
        await using var host = await GatewayHost.StartAsync();
        var (wallet, pkce) = (host.Wallet(), Pkce.Generate());
        var asked = await wallet.StartAsync("organization-credential", pkce);
        await wallet.PresentAsync(asked.AuthSession!, Answer(host, wallet, asked));

        foreach (var file in System.IO.Directory.EnumerateFiles(host.Directory, "eudiplo.db*"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var content = new MemoryStream();
            await stream.CopyToAsync(content);
            foreach (var value in new[] { "Erika", "Mustermann", "given_name" })
            {
                Assert.Equal(-1, content.GetBuffer().AsSpan(0, (int)content.Length).IndexOf(System.Text.Encoding.UTF8.GetBytes(value)));
            }
        }
    }

    [Fact]
    public async Task One_tenants_session_is_nothing_to_another_tenant()
    {
        await using var host = await GatewayHost.StartAsync();
        var (wallet, pkce) = (host.Wallet(), Pkce.Generate());
        var web = await wallet.StartAsync("guide-credential", pkce);
        var stranger = host.Wallet("second");

        Assert.Equal("invalid_auth_session", (await stranger.ContinueAsync(web.AuthSession!, pkce.Verifier)).Error);
        var code = (await wallet.ContinueAsync(web.AuthSession!, pkce.Verifier)).Code!;
        Assert.Equal("invalid_grant", (await stranger.RedeemAsync(code, pkce.Verifier)).Error);
        Assert.NotNull((await wallet.RedeemAsync(code, pkce.Verifier)).AccessToken);
    }

    internal static string Answer(GatewayHost host, WalletClient wallet, InteractiveReply asked, WalletSimulator.SdJwt.PresentationMutation? mutation = null) =>
        host.Holder().Answer(
            PresentationRequest.Parse(asked.PresentationRequest!),
            wallet.Audience,
            wallet.Endpoints.InteractiveAuthorization.ToString(),
            mutation);
}
