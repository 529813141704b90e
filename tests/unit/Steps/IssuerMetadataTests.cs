using System.Text.Json.Nodes;
using Eudiplo.Grains.Http;
using Eudiplo.Unit.Tests.Http;
using Eudiplo.WalletSimulator.Keys;

namespace Eudiplo.Unit.Tests.Steps;

public sealed class IssuerMetadataTests
{
    private const string Metadata = "https://pid.demo.example/.well-known/jwt-vc-issuer";

    [Fact]
    public async Task Keys_come_from_the_issuers_metadata_and_are_kept()
    {
        await using var scene = Scene();
        Publish(scene, new JsonObject { ["issuer"] = PresentationScene.PidIssuer, ["jwks"] = scene.Issuer.Jwks() });

        Assert.NotNull((await scene.PresentAsync(await scene.BeginAsync())).Code);
        Assert.NotNull((await scene.PresentAsync(await scene.AnotherWalletBeginsAsync())).Code);

        Assert.Equal(Metadata, Assert.Single(scene.Http.Requests).Url);
    }

    [Fact]
    public async Task Keys_may_lie_at_another_url_that_the_metadata_names()
    {
        await using var scene = Scene();
        Publish(scene, new JsonObject { ["issuer"] = PresentationScene.PidIssuer, ["jwks_uri"] = "https://keys.example/jwks" });
        scene.Http.On("https://keys.example/jwks", (OutboundRequest _) => RoutedHttp.Ok("application/json", scene.Issuer.Jwks().ToJsonString()));

        Assert.NotNull((await scene.PresentAsync(await scene.BeginAsync())).Code);
    }

    [Fact]
    public async Task An_issuer_that_the_configuration_does_not_name_is_never_asked()
    {
        await using var scene = Scene();
        var first = await scene.BeginAsync();

        await scene.RefusedAsync(first, scene.Answer(first, issuance: scene.Pid with { Issuer = "https://forger.example" }), "IssuerNotTrusted");

        Assert.Empty(scene.Http.Requests);
    }

    [Theory]
    [InlineData("unreachable")]
    [InlineData("of another issuer")]
    [InlineData("with both")]
    [InlineData("with neither")]
    [InlineData("not JSON")]
    [InlineData("with keys that are none")]
    public async Task Metadata_that_cannot_be_had_or_read_leaves_the_step_open(string wrong)
    {
        await using var scene = Scene();
        var jwks = scene.Issuer.Jwks();
        switch (wrong)
        {
            case "of another issuer":
                Publish(scene, new JsonObject { ["issuer"] = PresentationScene.PidIssuer + "/", ["jwks"] = jwks });
                break;
            case "with both":
                Publish(scene, new JsonObject { ["issuer"] = PresentationScene.PidIssuer, ["jwks"] = jwks, ["jwks_uri"] = "https://keys.example/jwks" });
                break;
            case "with neither":
                Publish(scene, new JsonObject { ["issuer"] = PresentationScene.PidIssuer });
                break;
            case "not JSON":
                scene.Http.On(Metadata, (OutboundRequest _) => RoutedHttp.Ok("text/html", "<html>"));
                break;
            case "with keys that are none":
                Publish(scene, new JsonObject { ["issuer"] = PresentationScene.PidIssuer, ["jwks"] = new JsonArray() });
                break;
        }

        var first = await scene.BeginAsync();
        await scene.PostponedAsync(first, scene.Answer(first), "IssuerMetadataUnavailable");

        Publish(scene, new JsonObject { ["issuer"] = PresentationScene.PidIssuer, ["jwks"] = scene.Issuer.Jwks() });
        scene.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.NotNull((await scene.PresentAsync(first)).Code);
    }

    [Fact]
    public async Task A_key_that_is_not_there_has_the_metadata_fetched_again_but_not_for_every_forger()
    {
        await using var scene = Scene();
        Publish(scene, new JsonObject { ["issuer"] = PresentationScene.PidIssuer, ["jwks"] = scene.Issuer.Jwks() });
        Assert.NotNull((await scene.PresentAsync(await scene.BeginAsync())).Code);
        using var next = EcKey.Generate();
        var rotated = scene.Pid with { SigningKey = next, Adjust = (header, _) => header["kid"] = next.KeyId };
        var first = await scene.AnotherWalletBeginsAsync();
        await scene.RefusedAsync(first, scene.Answer(first, issuance: rotated), "IssuerKeyNotFound");
        Assert.Single(scene.Http.Requests);

        Publish(scene, new JsonObject { ["issuer"] = PresentationScene.PidIssuer, ["jwks"] = new JsonObject { ["keys"] = new JsonArray(next.PublicJwk(withKeyId: true)) } });
        scene.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.NotNull((await scene.PresentAsync(first, issuance: rotated)).Code);
        Assert.Equal(2, scene.Http.Requests.Count);
    }

    [Theory]
    [InlineData("https://issuer.example", "https://issuer.example/.well-known/jwt-vc-issuer")]
    [InlineData("https://issuer.example/", "https://issuer.example/.well-known/jwt-vc-issuer")]
    [InlineData("https://issuer.example:8443/tenant/1", "https://issuer.example:8443/.well-known/jwt-vc-issuer/tenant/1")]
    [InlineData("https://issuer.example/tenant/", "https://issuer.example/.well-known/jwt-vc-issuer/tenant")]
    [InlineData("did:example:1", null)]
    [InlineData("https://issuer.example/?x=1", null)]
    public void The_well_known_path_stands_between_host_and_path(string issuer, string? url) =>
        Assert.Equal(url, Grains.IssuerMetadata.IssuerMetadataDocument.UrlOf(issuer));

    private static PresentationScene Scene() => new(presentation =>
        presentation["trustedIssuers"] = new JsonArray(new JsonObject { ["issuer"] = PresentationScene.PidIssuer, ["useIssuerMetadata"] = true }));

    private static void Publish(PresentationScene scene, JsonObject metadata) =>
        scene.Http.On(Metadata, (OutboundRequest _) => RoutedHttp.Ok("application/json", metadata.ToJsonString()));
}
