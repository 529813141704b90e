using System.Text.Json.Nodes;
using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Clients;

namespace Eudiplo.Unit.Tests.Sessions;

/// <summary>Two web steps in a row that a backend confirms: what it says again of the first one must not confirm the second.</summary>
public sealed class RepeatedConfirmationTests
{
    private const string Data = """{"company":"ACME"}""";

    [Theory]
    [InlineData(null)]
    [InlineData(Data)]
    public async Task A_late_repetition_that_names_nothing_does_not_confirm_the_next_step(string? data)
    {
        await using var host = new SessionHost();
        var wallet = await ToSecondPageAsync(host, data);

        Assert.Equal("invalid_request", (await wallet.ConfirmAsync(data)).Error?.Code);
        Assert.Equal(SessionStatus.Pending, host.Stored(wallet.SessionId)!.Status);
        Assert.Equal(SessionStatus.WebAuthCompleted, (await wallet.ConfirmAsync("""{"second":true}""")).Status);
    }

    [Fact]
    public async Task A_confirmation_that_names_its_step_is_answered_as_before_and_confirms_no_other()
    {
        await using var host = new SessionHost();
        var wallet = await ToSecondPageAsync(host, null, step: 0);

        Assert.Equal(SessionStatus.Pending, (await wallet.ConfirmAsync(step: 0)).Status);
        Assert.Equal("invalid_request", (await wallet.ConfirmAsync(Data, step: 0)).Error?.Code);
        foreach (var none in new[] { 2, 7, int.MaxValue, -1 })
        {
            Assert.Equal("invalid_request", (await wallet.ConfirmAsync(step: none)).Error?.Code);
        }

        Assert.Equal(SessionStatus.Pending, host.Stored(wallet.SessionId)!.Status);
        Assert.Equal(SessionStatus.WebAuthCompleted, (await wallet.ConfirmAsync(step: 1)).Status);
        Assert.Equal(SessionStatus.WebAuthCompleted, (await wallet.ConfirmAsync(step: 1)).Status);
        Assert.Equal(SessionStatus.WebAuthCompleted, (await wallet.ConfirmAsync(step: 0)).Status);
    }

    [Fact]
    public async Task A_confirmation_with_a_key_is_answered_as_before_and_another_key_confirms_the_next_step()
    {
        await using var host = new SessionHost();
        var wallet = await ToSecondPageAsync(host, Data, key: "one");

        Assert.Equal(SessionStatus.Pending, (await wallet.ConfirmAsync(Data, key: "one")).Status);
        Assert.Equal("invalid_request", (await wallet.ConfirmAsync("{}", key: "one")).Error?.Code);
        Assert.Equal(SessionStatus.Pending, host.Stored(wallet.SessionId)!.Status);
        Assert.Equal(SessionStatus.WebAuthCompleted, (await wallet.ConfirmAsync(Data, key: "two")).Status);
    }

    [Fact]
    public async Task Another_backend_repeats_nothing()
    {
        await using var host = new SessionHost(new TestTenants(d => d["clients"]!.AsArray().Add(new JsonObject
        {
            ["clientId"] = "other-backend",
            ["tokenEndpointAuthMethod"] = "client_secret_basic",
            ["secretHash"] = ClientSecretHash.Of(TestTenants.BackendSecret),
            ["permissions"] = new JsonArray("complete-web-auth"),
        })));
        var wallet = await ToSecondPageAsync(host, null, step: 0);
        var other = TestWallet.Basic("other-backend", TestTenants.BackendSecret);

        Assert.Equal("invalid_request", (await wallet.ConfirmAsync(credentials: other, step: 0)).Error?.Code);
    }

    [Fact]
    public async Task The_address_of_a_page_can_have_the_number_of_its_step()
    {
        await using var host = new SessionHost(new TestTenants(d =>
        {
            var actions = d["credentialConfigurations"]!.AsArray().First(c => c!["credentialConfigId"]!.ToString() == "two-pages")!["iaeActions"]!;
            actions[0]!["url"] = "https://forms.example/{step}?s={auth_session}";
            actions[1]!["url"] = "https://forms.example/x?step={step}";
        }));
        var wallet = new TestWallet(host);
        var first = await wallet.BeginAsync("two-pages");
        Assert.Equal($"https://forms.example/0?s={wallet.SessionId}", (await OpenAsync(host, wallet, first)).Location);
        await wallet.ConfirmAsync(step: 0);
        var second = await wallet.ContinueAsync(wallet.Verify(first));
        Assert.Equal("https://forms.example/x?step=1", (await OpenAsync(host, wallet, second)).Location);
    }

    private static Task<BrowserReply> OpenAsync(SessionHost host, TestWallet wallet, SessionReply asked)
    {
        Assert.True(Eudiplo.Protocol.Capabilities.Capability.TryDecode(
            asked.Interaction!.RequestUri!.Value[Eudiplo.Grains.Steps.WebStep.RequestUriPrefix.Length..], out _, out var secret));
        return host.Session(wallet.SessionId).OpenBrowserAsync(new OpenBrowser(
            wallet.Public.ClientId, new Eudiplo.Grains.Abstractions.SecretText(secret), new Eudiplo.Grains.Abstractions.SecretText(new string('A', 43))));
    }

    private static async Task<TestWallet> ToSecondPageAsync(SessionHost host, string? data, int? step = null, string? key = null)
    {
        var wallet = new TestWallet(host);
        var first = await wallet.BeginAsync("two-pages");
        Assert.Equal(SessionStatus.WebAuthCompleted, (await wallet.ConfirmAsync(data, step: step, key: key)).Status);
        Assert.NotNull((await wallet.ContinueAsync(wallet.Verify(first))).Interaction);
        return wallet;
    }
}
