using System.Text.Json.Nodes;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Http;
using Eudiplo.Unit.Tests.Http;
using Eudiplo.Unit.Tests.Sessions;
using Eudiplo.Unit.Tests.Steps;
using Eudiplo.WalletSimulator.SdJwt;
using Microsoft.Extensions.DependencyInjection;

namespace Eudiplo.Unit.Tests.Webhooks;

public sealed class WebhookStepTests
{
    private const string Url = "https://hooks.example/presented";

    [Fact]
    public async Task What_the_webhook_answers_is_stored_with_the_step_and_goes_with_the_grant()
    {
        await using var scene = Scene();
        scene.Http.On(Url, (OutboundRequest _) => RoutedHttp.Status(200, """{"level":"gold"}"""));

        var reply = await scene.PresentAsync(await scene.BeginAsync());

        Assert.Equal("""{"level":"gold"}""", Assert.Single(scene.Stored.CompletedStepsData).WebhookClaims);
        Assert.NotNull((await scene.Wallet.RedeemAsync(reply.Code!.Value)).AccessToken);
    }

    [Fact]
    public async Task Only_a_presentation_that_is_verified_reaches_the_webhook()
    {
        await using var scene = Scene();
        var first = await scene.BeginAsync();

        await scene.RefusedAsync(first, scene.Answer(first, new PresentationMutation { TamperIssuerSignature = true }), "IssuerSignatureInvalid");

        Assert.Empty(scene.Http.Requests);
    }

    [Fact]
    public async Task Its_refusal_is_presentation_failed_counts_as_a_try_and_the_next_presentation_is_a_new_question()
    {
        await using var scene = Scene();
        scene.Http.On(Url, (OutboundRequest _) => scene.Http.Requests.Count == 1 ? RoutedHttp.Status(403) : RoutedHttp.Status(200));
        var first = await scene.BeginAsync();

        await scene.RefusedAsync(first, scene.Answer(first), "WebhookRefused (HTTP 403)");
        Assert.NotNull((await scene.PresentAsync(first)).Code);

        Assert.Equal(2, Keys(scene).Distinct().Count());
    }

    [Fact]
    public async Task Refusals_of_the_webhook_end_the_session_at_the_limit()
    {
        await using var scene = Scene(tenant: document => document["sessions"] = new JsonObject { ["attemptsPerStep"] = 2 });
        scene.Http.On(Url, (OutboundRequest _) => RoutedHttp.Status(403));
        var first = await scene.BeginAsync();
        await scene.PresentAsync(first);

        await scene.PresentAsync(first);

        Assert.Equal((SessionStatus.Failed, "too_many_attempts"), (scene.Stored.Status, scene.Stored.Failure?.Reason));
    }

    [Fact]
    public async Task Its_absence_leaves_the_step_open_and_the_next_try_has_the_same_key()
    {
        await using var scene = Scene();
        var first = await scene.BeginAsync();
        await scene.PostponedAsync(first, scene.Answer(first), "WebhookUnavailable (NameNotResolved)");
        scene.Http.On(Url, (OutboundRequest _) => RoutedHttp.Status(500));
        await scene.PostponedAsync(first, scene.Answer(first), "WebhookUnavailable (HTTP 500)");
        await scene.RefusedAsync(first, scene.Answer(first, new PresentationMutation { Nonce = "x" }), "NonceMismatch");
        scene.Http.On(Url, (OutboundRequest _) => RoutedHttp.Status(200));

        Assert.NotNull((await scene.PresentAsync(first)).Code);

        Assert.Equal(3, Keys(scene).Count);
        Assert.Single(Keys(scene).Distinct());
    }

    [Fact]
    public async Task If_the_write_is_lost_after_a_2xx_the_question_is_asked_again_under_the_same_key()
    {
        await using var scene = Scene();
        scene.Http.On(Url, (OutboundRequest _) => RoutedHttp.Status(200, """{"level":"gold"}"""));
        var first = await scene.BeginAsync();
        var crash = true;
        scene.Host.Storage.Writing = (_, _) => crash ? throw new IOException("The database has gone away.") : Task.CompletedTask;
        await Assert.ThrowsAsync<Orleans.Runtime.OrleansException>(() => scene.PresentAsync(first));
        Assert.Equal((SessionStatus.Pending, 0), (scene.Stored.Status, scene.Stored.CompletedStepsData.Count));
        crash = false;

        Assert.NotNull((await scene.PresentAsync(first)).Code);

        Assert.Equal(2, Keys(scene).Count);
        Assert.Single(Keys(scene).Distinct());
    }

    [Fact]
    public async Task A_lost_reply_asked_for_again_asks_the_webhook_no_second_time()
    {
        await using var scene = Scene();
        scene.Http.On(Url, (OutboundRequest _) => RoutedHttp.Status(200));
        var first = await scene.BeginAsync();
        var answer = scene.Wallet.Present(first, scene.Answer(first));

        var replies = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => scene.Wallet.ContinueAsync(answer)));

        Assert.Single(replies.Distinct());
        Assert.Single(scene.Http.Requests);
    }

    [Fact]
    public async Task Processes_that_work_on_one_answer_at_once_ask_under_one_key_and_give_one_answer()
    {
        await using var scene = Scene();
        scene.Http.On(Url, (OutboundRequest _) => RoutedHttp.Status(200, """{"level":"gold"}"""));
        var first = await scene.BeginAsync();
        var answer = scene.Wallet.Present(first, scene.Answer(first));
        var processes = Enumerable.Range(0, 4).Select(_ => new SessionHost(
            scene.Host.Tenants, scene.Host.Storage, scene.Clock, sharesDatabase: true, services => services.AddSingleton<IGuardedHttp>(scene.Http))).ToList();

        var replies = await Task.WhenAll(processes.Select(process => Task.Run(() =>
            SessionHost.Retrying(() => process.Session(scene.Wallet.SessionId).ContinueAsync(answer)))));

        Assert.NotNull(Assert.Single(replies.Distinct()).Code);
        Assert.Single(Keys(scene).Distinct());
        Assert.Single(scene.Stored.CompletedStepsData);
        foreach (var process in processes)
        {
            await process.DisposeAsync();
        }
    }

    [Fact]
    public async Task Every_session_and_every_step_has_a_key_of_its_own()
    {
        await using var scene = Scene(tenant: document => ((JsonArray)document["credentialConfigurations"]!).Add(JsonNode.Parse(
            """
            { "credentialConfigId": "twice", "iaeActions": [ { "type": "openid4vp_presentation", "presentationConfigId": "pid", "label": "1" },
              { "type": "openid4vp_presentation", "presentationConfigId": "pid", "label": "2" } ] }
            """)));
        scene.Http.On(Url, (OutboundRequest _) => RoutedHttp.Status(200));
        var second = await scene.PresentAsync(await scene.BeginAsync("twice"));
        await scene.PresentAsync(second);
        await scene.PresentAsync(await scene.AnotherWalletBeginsAsync());

        Assert.Equal(3, Keys(scene).Distinct().Count());
    }

    [Fact]
    public async Task A_presentation_without_a_webhook_of_its_own_uses_the_tenants()
    {
        await using var scene = new PresentationScene(tenant: document => document["webhook"] = new JsonObject { ["url"] = Url, ["tries"] = 1 });
        scene.Http.On(Url, (OutboundRequest _) => RoutedHttp.Status(200));

        await scene.PresentAsync(await scene.BeginAsync());

        Assert.Single(scene.Http.Requests);
    }

    [Fact]
    public async Task The_log_has_the_outcome_and_neither_the_key_nor_a_claim()
    {
        await using var scene = Scene(webhook => webhook["auth"] = new JsonObject
        {
            ["type"] = "apiKey",
            ["config"] = new JsonObject { ["headerName"] = "X-Api-Key", ["value"] = "s3cret-of-the-webhook" },
        });
        scene.Http.On(Url, (OutboundRequest _) => RoutedHttp.Status(200, """{"level":"gold"}"""));

        await scene.PresentAsync(await scene.BeginAsync());

        var texts = scene.Host.Logs.Entries.Select(entry => entry.Text).ToList();
        Assert.Contains(texts, text => text.Contains("claims webhook: HTTP 200", StringComparison.Ordinal));
        Assert.DoesNotContain(texts, text => text.Contains("s3cret", StringComparison.Ordinal) || text.Contains("Mustermann", StringComparison.Ordinal) || text.Contains("gold", StringComparison.Ordinal));
    }

    private static PresentationScene Scene(Action<JsonObject>? webhook = null, Action<JsonObject>? tenant = null) => new(
        presentation =>
        {
            presentation["webhook"] = new JsonObject { ["url"] = Url, ["tries"] = 1 };
            webhook?.Invoke((JsonObject)presentation["webhook"]!);
        },
        tenant);

    private static List<string> Keys(PresentationScene scene) =>
        [.. scene.Http.Requests.Select(request => request.Headers.Single(header => header.Key == "Idempotency-Key").Value)];
}
