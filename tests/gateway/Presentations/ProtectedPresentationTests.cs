using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Jwe;
using Eudiplo.WalletSimulator.InteractiveAuthorization;
using Eudiplo.WalletSimulator.OAuth;
using Eudiplo.WalletSimulator.Presentations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Eudiplo.Gateway.Tests.Presentations;

/// <summary>Over HTTP: a signed request, an encrypted answer, and a webhook of the tenant that says what becomes of it.</summary>
public sealed class ProtectedPresentationTests : IAsyncDisposable
{
    private readonly DirectoryInfo _tenants = Directory.CreateTempSubdirectory("eudiplo-tenants-");
    private WebApplication? _webhook;

    public async ValueTask DisposeAsync()
    {
        if (_webhook is not null)
        {
            await _webhook.DisposeAsync();
        }

        _tenants.Delete(recursive: true);
    }

    [Theory]
    [InlineData(200, HttpStatusCode.OK, null)]
    [InlineData(403, HttpStatusCode.BadRequest, "presentation_failed")]
    [InlineData(503, HttpStatusCode.ServiceUnavailable, "temporarily_unavailable")]
    public async Task The_webhook_decides_about_a_presentation_that_was_asked_for_signed_and_came_encrypted(int says, HttpStatusCode status, string? error)
    {
        string? told = null;
        var url = await StartWebhookAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            told = await reader.ReadToEndAsync();
            context.Response.StatusCode = says;
        });
        await using var host = await StartAsync(url);
        var (wallet, pkce) = (host.Wallet(), Pkce.Generate());
        var asked = await wallet.StartAsync("citizen-credential", pkce);
        var request = Payload((string)asked.PresentationRequest!["request"]!);
        Assert.Equal("x509_san_dns:issuer.example", (string?)request["client_id"]);

        var reply = await wallet.PresentAsync(asked.AuthSession!, Encrypt(request, Answer(host, wallet, request)));

        Assert.Equal((status, error), (reply.Status, reply.Error));
        Assert.Equal("Erika", (string?)JsonNode.Parse(told!)!["credentials"]![0]!["values"]![0]!["given_name"]);
        if (error is null)
        {
            Assert.NotNull((await wallet.RedeemAsync(reply.Code!, pkce.Verifier)).AccessToken);
        }
    }

    private static string Answer(GatewayHost host, WalletClient wallet, JsonObject request) =>
        host.Holder().Answer(PresentationRequest.Parse(request), wallet.Audience, wallet.Endpoints.InteractiveAuthorization.ToString());

    private static string Encrypt(JsonObject request, string answer)
    {
        Assert.True(Jwk.TryParse(request["client_metadata"]!["jwks"]!["keys"]![0]!.ToJsonString(), out var key, out _));
        return new JsonObject { ["response"] = JweEncrypter.Encrypt(Encoding.UTF8.GetBytes(answer), key, JweEncryptions.A256GCM) }.ToJsonString();
    }

    private static JsonObject Payload(string jwt) => WalletSimulator.Jose.CompactJws.Payload(jwt);

    private async Task<GatewayHost> StartAsync(Uri webhook)
    {
        var tenant = (JsonObject)JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "tenants", "demo.json")))!;
        tenant["outbound"] = new JsonObject { ["allowLoopback"] = true };
        var presentation = (JsonObject)tenant["presentationConfigurations"]![0]!;
        presentation["request"] = new JsonObject { ["form"] = "x509_san_dns" };
        presentation["responseMode"] = "iae_post.jwt";
        presentation["webhook"] = new JsonObject { ["url"] = webhook.AbsoluteUri, ["tries"] = 1 };
        await File.WriteAllTextAsync(Path.Combine(_tenants.FullName, "demo.json"), tenant.ToJsonString());
        return await GatewayHost.StartAsync(null, $"--Eudiplo:Tenants:Directory={_tenants.FullName}");
    }

    private async Task<Uri> StartWebhookAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _webhook = builder.Build();
        _webhook.Run(answer);
        await _webhook.StartAsync();
        return new Uri(_webhook.Urls.Single());
    }
}
