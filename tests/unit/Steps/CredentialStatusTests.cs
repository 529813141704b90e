using System.Buffers.Text;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Eudiplo.Grains.Http;
using Eudiplo.Unit.Tests.Http;
using Eudiplo.WalletSimulator.Jose;
using Eudiplo.WalletSimulator.Keys;
using Eudiplo.WalletSimulator.SdJwt;

namespace Eudiplo.Unit.Tests.Steps;

public sealed class CredentialStatusTests
{
    private const string List = "https://status.example/1";

    // Two bits each: index 0 valid, 1 revoked, 2 suspended, 3 of an application.
    private static readonly byte[] Statuses = [0b11_10_01_00];

    [Theory]
    [InlineData("check")]
    [InlineData("require")]
    public async Task A_credential_that_its_list_calls_valid_is_accepted_and_marked(string mode)
    {
        await using var scene = Scene(mode);
        Publish(scene);

        Assert.NotNull((await scene.PresentAsync(await scene.BeginAsync(), issuance: WithStatus(scene, 0))).Code);

        Assert.Equal("valid", scene.Stored.CompletedStepsData[0].Credentials![0].Status);
        Assert.Equal("application/statuslist+jwt, application/statuslist+cwt", Assert.Single(scene.Http.Requests).Accept);
    }

    [Theory]
    [InlineData(1, "CredentialRevoked in pid")]
    [InlineData(2, "CredentialSuspended in pid")]
    [InlineData(3, "CredentialStatusNotValid (3) in pid")]
    [InlineData(4, "StatusIndexOutsideList in pid")]
    public async Task Any_other_status_refuses_it(int index, string reason)
    {
        await using var scene = Scene("check");
        Publish(scene);
        var first = await scene.BeginAsync();

        await scene.RefusedAsync(first, scene.Answer(first, issuance: WithStatus(scene, index)), reason);
        Assert.NotNull((await scene.PresentAsync(first, issuance: WithStatus(scene, 0))).Code);
    }

    [Fact]
    public async Task Nobody_is_asked_where_the_configuration_does_not_ask_for_it()
    {
        await using var scene = Scene("ignore");

        Assert.NotNull((await scene.PresentAsync(await scene.BeginAsync(), issuance: WithStatus(scene, 1))).Code);

        Assert.Empty(scene.Http.Requests);
        Assert.Null(scene.Stored.CompletedStepsData[0].Credentials![0].Status);
    }

    [Fact]
    public async Task A_credential_without_a_list_is_refused_only_where_one_is_required()
    {
        await using var scene = Scene("require");
        var first = await scene.BeginAsync();

        await scene.RefusedAsync(first, scene.Answer(first), "StatusMissing in pid");
        scene.Reconfigure(presentation => presentation["status"] = "check");
        Assert.NotNull((await scene.PresentAsync(first)).Code);
    }

    [Theory]
    [InlineData("unreachable", "StatusListUnavailable (NameNotResolved)")]
    [InlineData("server error", "StatusListUnavailable (HTTP 500)")]
    [InlineData("not found", "StatusListUnavailable (HTTP 404)")]
    [InlineData("media type", "StatusListUnavailable (media type)")]
    [InlineData("foreign key", "StatusListUnavailable (SignatureInvalid)")]
    [InlineData("expired", "StatusListUnavailable (Expired)")]
    [InlineData("of another place", "StatusListUnavailable (SubjectMismatch)")]
    [InlineData("garbage", "StatusListUnavailable (Malformed)")]
    public async Task A_list_that_cannot_be_had_or_believed_leaves_the_step_open(string wrong, string reason)
    {
        await using var scene = Scene("require");
        using var foreign = EcKey.Generate();
        switch (wrong)
        {
            case "server error":
                scene.Http.On(List, _ => RoutedHttp.Status(500));
                break;
            case "not found":
                scene.Http.On(List, _ => RoutedHttp.Status(404));
                break;
            case "media type":
                scene.Http.On(List, _ => RoutedHttp.Ok("text/html", Token(scene)));
                break;
            case "foreign key":
                Publish(scene, key: foreign);
                break;
            case "expired":
                Publish(scene, payload => payload["exp"] = scene.Clock.GetUtcNow().AddSeconds(-61).ToUnixTimeSeconds());
                break;
            case "of another place":
                Publish(scene, payload => payload["sub"] = "https://status.example/2");
                break;
            case "garbage":
                scene.Http.On(List, _ => RoutedHttp.Ok("application/statuslist+jwt", "garbage"));
                break;
        }

        var first = await scene.BeginAsync();
        await scene.PostponedAsync(first, scene.Answer(first, issuance: WithStatus(scene, 0)), reason);

        Publish(scene);
        scene.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.NotNull((await scene.PresentAsync(first, issuance: WithStatus(scene, 0))).Code);
    }

    [Fact]
    public async Task A_list_that_cannot_be_had_is_accepted_where_the_configuration_says_so_and_that_is_kept()
    {
        await using var scene = Scene("require", "accept");

        Assert.NotNull((await scene.PresentAsync(await scene.BeginAsync(), issuance: WithStatus(scene, 1))).Code);

        Assert.Equal("unknown", scene.Stored.CompletedStepsData[0].Credentials![0].Status);
    }

    [Fact]
    public async Task A_list_is_fetched_once_for_as_long_as_its_ttl_says_and_a_revocation_counts_then()
    {
        await using var scene = Scene("check");
        Publish(scene, payload => payload["ttl"] = 60);
        for (var i = 0; i < 3; i++)
        {
            Assert.NotNull((await scene.PresentAsync(await scene.AnotherWalletBeginsAsync(), issuance: WithStatus(scene, 0))).Code);
        }

        Assert.Single(scene.Http.Requests);
        Publish(scene, statuses: [0b01]);
        scene.Clock.Advance(TimeSpan.FromSeconds(60));
        var first = await scene.AnotherWalletBeginsAsync();
        await scene.RefusedAsync(first, scene.Answer(first, issuance: WithStatus(scene, 0)), "CredentialRevoked");
        Assert.Equal(2, scene.Http.Requests.Count);
    }

    [Fact]
    public async Task However_long_a_ttl_is_the_servers_limit_is_shorter()
    {
        await using var scene = Scene("check");
        Publish(scene, payload => payload["ttl"] = 31_536_000);
        await scene.PresentAsync(await scene.BeginAsync(), issuance: WithStatus(scene, 0));
        scene.Clock.Advance(TimeSpan.FromHours(1));

        await scene.PresentAsync(await scene.AnotherWalletBeginsAsync(), issuance: WithStatus(scene, 0));

        Assert.Equal(2, scene.Http.Requests.Count);
    }

    [Fact]
    public async Task Many_who_need_a_list_at_once_share_one_request()
    {
        await using var scene = Scene("check");
        var published = new TaskCompletionSource();
        scene.Http.On(List, async _ =>
        {
            await published.Task;
            return RoutedHttp.Ok("application/statuslist+jwt", Token(scene));
        });
        var wallets = new List<Task<Grains.Abstractions.Sessions.SessionReply>>();
        for (var i = 0; i < 16; i++)
        {
            var first = await scene.AnotherWalletBeginsAsync();
            wallets.Add(scene.PresentAsync(first, issuance: WithStatus(scene, 0)));
        }

        published.SetResult();

        Assert.All(await Task.WhenAll(wallets), reply => Assert.NotNull(reply.Code));
        Assert.Single(scene.Http.Requests);
    }

    [Fact]
    public async Task A_list_of_a_trusted_key_is_forgotten_when_the_key_is_withdrawn()
    {
        await using var scene = Scene("check");
        Publish(scene);
        Assert.NotNull((await scene.PresentAsync(await scene.BeginAsync(), issuance: WithStatus(scene, 0))).Code);
        var first = await scene.AnotherWalletBeginsAsync();
        using var successor = EcKey.Generate();

        scene.Reconfigure(presentation =>
        {
            presentation["status"] = "check";
            presentation["trustedIssuers"]![0]!["jwks"] = new JsonObject { ["keys"] = new JsonArray(successor.PublicJwk(withKeyId: true)) };
        });

        var issuance = WithStatus(scene, 0);
        var signedBySuccessor = issuance with { SigningKey = successor, Adjust = (header, payload) => { issuance.Adjust!(header, payload); header["kid"] = successor.KeyId; } };
        await scene.PostponedAsync(first, scene.Answer(first, issuance: signedBySuccessor), "StatusListUnavailable (KeyNotTrusted)");
    }

    [Fact]
    public async Task A_step_that_waits_too_long_for_a_list_says_so_before_the_call_would_end()
    {
        await using var scene = Scene("check");
        var asked = new TaskCompletionSource();
        scene.Http.On(List, async _ =>
        {
            asked.SetResult();
            await new TaskCompletionSource().Task;
            return RoutedHttp.Status(200);
        });
        var first = await scene.BeginAsync();
        var reply = scene.PresentAsync(first, issuance: WithStatus(scene, 0));
        await asked.Task;

        scene.Clock.Advance(TimeSpan.FromSeconds(25));

        Assert.Equal("temporarily_unavailable", (await reply).Error?.Code);
        Assert.Equal(0, scene.Stored.Attempts);
    }

    private static PresentationScene Scene(string status, string unavailable = "refuse") => new(presentation =>
    {
        presentation["status"] = status;
        presentation["statusUnavailable"] = unavailable;
    });

    private static SdJwtIssuance WithStatus(PresentationScene scene, int index) => scene.Pid with
    {
        Adjust = (_, payload) => payload["status"] = new JsonObject { ["status_list"] = new JsonObject { ["idx"] = index, ["uri"] = List } },
    };

    private static void Publish(PresentationScene scene, Action<JsonObject>? change = null, byte[]? statuses = null, EcKey? key = null)
    {
        var token = Token(scene, change, statuses, key);
        scene.Http.On(List, (OutboundRequest _) => RoutedHttp.Ok("application/statuslist+jwt", token));
    }

    private static string Token(PresentationScene scene, Action<JsonObject>? change = null, byte[]? statuses = null, EcKey? key = null)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal))
        {
            zlib.Write(statuses ?? Statuses);
        }

        var payload = new JsonObject
        {
            ["sub"] = List,
            ["iat"] = scene.Clock.GetUtcNow().ToUnixTimeSeconds(),
            ["status_list"] = new JsonObject { ["bits"] = 2, ["lst"] = Base64Url.EncodeToString(compressed.ToArray()) },
        };
        change?.Invoke(payload);
        var header = new JsonObject { ["alg"] = "ES256", ["typ"] = "statuslist+jwt", ["kid"] = scene.IssuerKey.KeyId };
        return CompactJws.Sign(header, payload, key ?? scene.IssuerKey);
    }
}
