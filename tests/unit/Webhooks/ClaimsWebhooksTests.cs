using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Eudiplo.Grains.Abstractions.Tenants;
using Eudiplo.Grains.Http;
using Eudiplo.Grains.Tenants;
using Eudiplo.Grains.Webhooks;
using Eudiplo.Protocol.Presentations;
using Eudiplo.Unit.Tests.Http;
using Eudiplo.Unit.Tests.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Eudiplo.Unit.Tests.Webhooks;

public sealed class ClaimsWebhooksTests
{
    private const string Url = "https://hooks.example/presented";
    private static readonly Guid Session = Guid.Parse("01968e2c-0000-7000-8000-000000000001");

    private readonly RoutedHttp _http = new();
    private readonly PauseClock _clock = new();

    [Fact]
    public async Task It_is_told_the_claims_by_query_and_the_session_and_no_more()
    {
        _http.On(Url, (OutboundRequest _) => RoutedHttp.Status(200));

        await AskAsync(new ClaimsWebhook { Url = Url });

        var request = Assert.Single(_http.Requests);
        Assert.Equal((HttpMethod.Post, "application/json"), (request.Method, request.ContentType));
        Assert.Equal(
            """{"credentials":[{"id":"pid","values":[{"given_name":"Erika"}]},{"id":"cards","values":[{"n":1},{"n":2}]}],"session":"01968e2c-0000-7000-8000-000000000001"}""",
            Encoding.UTF8.GetString(request.Body!.Value.Span));
        Assert.Equal([KeyValuePair.Create("Idempotency-Key", "the-key")], request.Headers);
    }

    [Fact]
    public async Task It_is_told_the_issuer_state_of_the_wallets_request()
    {
        _http.On(Url, (OutboundRequest _) => RoutedHttp.Status(200));

        await AskAsync(issuerState: "from-the-offer");

        Assert.Equal("from-the-offer", (string?)JsonNode.Parse(Assert.Single(_http.Requests).Body!.Value.Span)!["issuerState"]);
    }

    [Fact]
    public async Task Raw_tokens_are_handed_on_for_the_named_queries_only()
    {
        _http.On(Url, (OutboundRequest _) => RoutedHttp.Status(204));

        await AskAsync(new ClaimsWebhook { Url = Url, IncludeRawTokensFor = ["pid"] });
        await AskAsync(new ClaimsWebhook { Url = Url, IncludeRawTokensFor = ["cards"] });

        var bodies = _http.Requests.Select(request => JsonNode.Parse(request.Body!.Value.Span)!["credentials"]!).ToList();
        Assert.Equal(("raw-pid", null), ((string?)bodies[0][0]!["rawToken"], bodies[0][1]!["rawToken"]));
        Assert.Null(bodies[1][0]!["rawToken"]);
        Assert.Equal("""["raw-1","raw-2"]""", bodies[1][1]!["rawToken"]!.ToJsonString());
    }

    [Fact]
    public async Task An_api_key_goes_into_the_header_that_is_configured()
    {
        _http.On(Url, (OutboundRequest _) => RoutedHttp.Status(200));

        await AskAsync(new ClaimsWebhook
        {
            Url = Url,
            Auth = new WebhookAuthentication { Type = "apiKey", Config = new WebhookApiKey { HeaderName = "X-Api-Key", Value = "s3cret" } },
        });

        Assert.Contains(KeyValuePair.Create("X-Api-Key", "s3cret"), Assert.Single(_http.Requests).Headers);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("{}", "{}")]
    [InlineData("""{"level":"gold","since":2020}""", """{"level":"gold","since":2020}""")]
    public async Task Its_answer_becomes_claims(string answer, string? claims)
    {
        _http.On(Url, (OutboundRequest _) => RoutedHttp.Status(200, answer));

        Assert.Equal(new WebhookOutcome.Accepted(claims), await AskAsync());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("OK")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":""")]
    public async Task An_answer_that_is_no_object_is_not_asked_for_twice(string answer)
    {
        _http.On(Url, (OutboundRequest _) => RoutedHttp.Status(200, answer));

        Assert.IsType<WebhookOutcome.Unavailable>(await AskAsync());
        Assert.Single(_http.Requests);
    }

    [Fact]
    public async Task An_answer_that_is_nested_too_deeply_is_none()
    {
        _http.On(Url, (OutboundRequest _) => RoutedHttp.Status(200, string.Concat(Enumerable.Repeat("{\"a\":", 20)) + "1" + new string('}', 20)));

        Assert.IsType<WebhookOutcome.Unavailable>(await AskAsync());
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(422)]
    public async Task A_refusal_is_taken_at_its_word(int status)
    {
        _http.On(Url, (OutboundRequest _) => RoutedHttp.Status(status, """{"reason":"not a customer"}"""));

        Assert.Equal(new WebhookOutcome.Refused($"(HTTP {status})"), await AskAsync());
        Assert.Single(_http.Requests);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(408)]
    [InlineData(429)]
    public async Task A_failure_is_tried_again_with_growing_pauses_under_the_same_key(int status)
    {
        _http.On(Url, (OutboundRequest _) => _http.Requests.Count < 3 ? RoutedHttp.Status(status) : RoutedHttp.Status(200, "{}"));

        Assert.Equal(new WebhookOutcome.Accepted("{}"), await AskAsync());

        Assert.Equal([TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(500)], _clock.Pauses);
        Assert.Single(_http.Requests.Select(request => request.Headers[0].Value).Distinct());
    }

    [Theory]
    [InlineData(OutboundFailure.ConnectionFailed, 3)]
    [InlineData(OutboundFailure.TimedOut, 3)]
    [InlineData(OutboundFailure.NameNotResolved, 3)]
    [InlineData(OutboundFailure.TooLarge, 1)]
    [InlineData(OutboundFailure.AddressNotAllowed, 1)]
    [InlineData(OutboundFailure.UrlNotAllowed, 1)]
    public async Task What_may_help_is_tried_as_often_as_configured_and_no_more(OutboundFailure failure, int tries)
    {
        _http.On(Url, (OutboundRequest _) => OutboundReply.Failed(failure));

        Assert.Equal(new WebhookOutcome.Unavailable($"({failure})"), await AskAsync());
        Assert.Equal(tries, _http.Requests.Count);
    }

    [Fact]
    public async Task A_redirect_is_no_answer()
    {
        _http.On(Url, (OutboundRequest _) => RoutedHttp.Status(302));

        Assert.IsType<WebhookOutcome.Unavailable>(await AskAsync());
    }

    [Fact]
    public async Task A_real_webhook_gets_the_request_and_its_answer_is_limited_in_size()
    {
        string? received = null;
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            received = $"{context.Request.Method} {context.Request.ContentType} {context.Request.Headers["Idempotency-Key"]} {await reader.ReadToEndAsync()}";
            await context.Response.WriteAsync(context.Request.Path == "/huge" ? $$"""{"a":"{{new string('x', 20_000)}}"}""" : """{"level":"gold"}""");
        });
        var http = new GuardedHttp(new DnsHostResolver(), Options.Create(new GuardedHttpOptions()), _clock);

        Assert.Equal(new WebhookOutcome.Accepted("""{"level":"gold"}"""), await AskAsync(new ClaimsWebhook { Url = server.At("/") }, http));
        Assert.StartsWith("POST application/json the-key {\"credentials\":[", received, StringComparison.Ordinal);
        Assert.Equal(
            new WebhookOutcome.Unavailable("(TooLarge)"), await AskAsync(new ClaimsWebhook { Url = server.At("/huge") }, http));
        Assert.Equal(2, server.Requests.Count);
    }

    private Task<WebhookOutcome> AskAsync(ClaimsWebhook? webhook = null, IGuardedHttp? http = null, string? issuerState = null)
    {
        var document = TestTenants.Document("acme", null);
        document["outbound"] = new JsonObject { ["allowLoopback"] = true };
        var tenant = TenantContext.Create(new TenantSnapshot("acme", "1", JsonSerializer.SerializeToUtf8Bytes(document)), SessionHost.PublicUrl);
        var call = new WebhookCall(Session, "log", "the-key", new VerifiedPresentation(
            [Credential("pid", """{"given_name":"Erika"}""", "raw-pid"), Credential("cards", """{"n":1}""", "raw-1"), Credential("cards", """{"n":2}""", "raw-2")], []))
        {
            IssuerState = issuerState,
        };
        return new ClaimsWebhooks(http ?? _http, _clock, NullLogger<ClaimsWebhooks>.Instance)
            .AskAsync(tenant, webhook ?? new ClaimsWebhook { Url = Url }, call, CancellationToken.None);
    }

    private static PresentedCredential Credential(string id, string claims, string raw) => new()
    {
        QueryId = id,
        Claims = JsonElement.Parse(claims),
        Format = "dc+sd-jwt",
        Issuer = "https://pid.demo.example",
        Type = "urn:eudi:pid:1",
        RawPresentation = raw,
    };
}
