using System.Text;
using System.Text.Json.Nodes;
using Eudiplo.Grains.Abstractions.Revocations;
using Eudiplo.Grains.Http;
using Eudiplo.Grains.Revocations;
using Eudiplo.Grains.Tenants;
using Eudiplo.Unit.Tests.Http;
using Eudiplo.Unit.Tests.Sessions;
using Microsoft.Extensions.DependencyInjection;

namespace Eudiplo.Unit.Tests.Grants;

/// <summary>The webhook that is told of revocations and may bypass them.</summary>
public sealed class VetoTests
{
    private const string Url = "https://hooks.example/revoking";

    [Fact]
    public async Task The_webhook_is_told_which_grant_a_client_revokes_before_it_is_revoked()
    {
        var http = new RoutedHttp();
        await using var host = Host(http);
        var grant = new TestGrant(host);
        var tokens = await grant.CreateAsync();
        var wasActive = false;
        http.On(Url, async (OutboundRequest _) =>
        {
            wasActive = host.Storage.Peek<Grains.Grants.GrantState>("grant", Orleans.Runtime.GrainId.Create("grant", $"{SessionHost.Tenant}/{grant.Id:N}"))!.RevokedAt is null;
            return await Task.FromResult(RoutedHttp.Status(200, "{}"));
        });

        Assert.Null(await grant.RevokeAsync(tokens.RefreshToken));

        var request = Assert.Single(http.Requests);
        Assert.True(wasActive);
        Assert.Equal((HttpMethod.Post, "application/json"), (request.Method, request.ContentType));
        Assert.Equal($$$"""{"event":"revocation","target":{"grant":"{{{grant.Id}}}"}}""", Encoding.UTF8.GetString(request.Body!.Value.Span));
        Assert.Equal(("X-Key", "the-webhook-secret"), Assert.Single(request.Headers.Select(h => (h.Key, h.Value))));
        Assert.Equal(TimeSpan.FromSeconds(2), request.Timeout);
        Assert.False(await grant.IsActiveAsync(tokens.AccessToken));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_revocation_that_the_webhook_bypasses_changes_nothing_and_the_client_is_told(bool isRefreshToken)
    {
        var http = new RoutedHttp();
        http.On(Url, (OutboundRequest _) => RoutedHttp.Status(200, """{"bypass":true}"""));
        await using var host = Host(http);
        var grant = new TestGrant(host);
        var tokens = await grant.CreateAsync();

        var error = await grant.RevokeAsync(isRefreshToken ? tokens.RefreshToken : tokens.AccessToken);

        Assert.Equal(("access_denied", 403), (error!.Code, error.Status));
        Assert.True(await grant.IsActiveAsync(tokens.AccessToken));
        Assert.Null((await grant.RefreshAsync(tokens)).Error);
    }

    public static TheoryData<string> NoClearWord =>
    [
        "204", "200 ", "200 {}", """200 {"bypass":false}""", """200 {"bypass":"true"}""", """200 {"bypass":1}""", """200 {"bypass":null}""",
        """200 {"bypass":true,"bypass":true}""", """200 [{"bypass":true}]""", """200 {"bypass":true""", """200 {"a":{"bypass":true}}""",
        """400 {"bypass":true}""", """500 {"bypass":true}""", """302 {"bypass":true}""", "TimedOut", "NameNotResolved",
    ];

    [Theory]
    [MemberData(nameof(NoClearWord))]
    public async Task Whatever_is_no_clear_word_holds_no_revocation_up(string answer)
    {
        var http = new RoutedHttp();
        http.On(Url, (OutboundRequest _) => Enum.TryParse<OutboundFailure>(answer, out var failure) && !char.IsDigit(answer[0])
            ? OutboundReply.Failed(failure)
            : RoutedHttp.Status(int.Parse(answer[..3], System.Globalization.CultureInfo.InvariantCulture), answer.Length > 4 ? answer[4..] : ""));
        await using var host = Host(http);
        var grant = new TestGrant(host);
        var tokens = await grant.CreateAsync();

        Assert.Null(await grant.RevokeAsync(tokens.RefreshToken));
        Assert.Single(http.Requests);
        Assert.False(await grant.IsActiveAsync(tokens.AccessToken));
    }

    [Fact]
    public async Task Attacks_tokens_that_are_not_alive_and_strangers_are_not_asked_about()
    {
        var http = new RoutedHttp();
        http.On(Url, (OutboundRequest _) => RoutedHttp.Status(200, """{"bypass":true}"""));
        await using var host = Host(http);
        var grant = new TestGrant(host);
        var first = await grant.CreateAsync();
        await grant.RefreshAsync(first);
        Assert.NotNull(await grant.RevokeAsync(first.AccessToken, new Grains.Abstractions.Clients.PresentedCredentials { ClientId = "other" }));
        Assert.Null(await grant.RevokeAsync(new Grains.Abstractions.SecretText("garbage")));
        host.Clock.Advance(TimeSpan.FromSeconds(11));

        // The refresh token is presented a second time, after the grace: the family ends, whatever the webhook would say.
        Assert.Equal("invalid_grant", (await grant.RefreshAsync(first)).Error?.Code);

        Assert.Empty(http.Requests);
        Assert.False(await grant.IsActiveAsync(first.AccessToken));
    }

    [Theory]
    [InlineData(RevocationTargetKind.User, "user")]
    [InlineData(RevocationTargetKind.Client, "client")]
    [InlineData(RevocationTargetKind.Group, "group")]
    public async Task The_webhook_is_told_of_a_revocation_in_bulk_once_and_by_what(RevocationTargetKind kind, string name)
    {
        var http = new RoutedHttp();
        http.On(Url, (OutboundRequest _) => RoutedHttp.Status(200, """{"bypass":true}"""));
        await using var host = Host(http);
        var tenant = (await host.Services.GetRequiredService<TenantDirectory>().FindAsync(SessionHost.Tenant))!;

        var allowed = await host.Services.GetRequiredService<RevocationVeto>().AllowsAsync(tenant, new RevocationTarget(kind, "the-value"));

        Assert.False(allowed);
        var told = JsonNode.Parse(Encoding.UTF8.GetString(Assert.Single(http.Requests).Body!.Value.Span))!;
        Assert.Equal("the-value", (string?)told["target"]![name]);
        Assert.DoesNotContain(host.Logs.Entries, e => e.Text.Contains("the-value", StringComparison.Ordinal));
        Assert.Contains(host.Logs.Entries, e => e.Text.Contains("bypassed: True", StringComparison.Ordinal));
    }

    private static SessionHost Host(RoutedHttp http) => new(
        new TestTenants(d => d["revocationWebhook"] = new JsonObject
        {
            ["url"] = Url,
            ["timeoutSeconds"] = 2,
            ["auth"] = JsonNode.Parse("""{"type":"apiKey","config":{"headerName":"X-Key","value":"the-webhook-secret"}}"""),
        }),
        configure: services => services.AddSingleton<IGuardedHttp>(http));
}
