using System.Text.Json;
using System.Text.Json.Nodes;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Abstractions.Offers;
using Eudiplo.Grains.Offers;
using Eudiplo.Protocol.Capabilities;
using Eudiplo.Unit.Tests.Sessions;
using Orleans.Runtime;

namespace Eudiplo.Unit.Tests.Offers;

public sealed class OfferTests
{
    private const string PreAuthorized = "urn:ietf:params:oauth:grant-type:pre-authorized_code";
    private static readonly PresentedCredentials Wallet = new() { ClientId = "wallet" };

    [Fact]
    public async Task A_pre_authorized_code_is_redeemed_once_and_a_second_time_revokes_what_the_first_gave()
    {
        await using var host = new SessionHost();
        var (id, _, offer) = await CreateAsync(host, new CreateOffer { CredentialConfigurationIds = ["plain"], Subject = "user-1", Data = """{"a":1}""" });
        var code = Code(offer);
        var tokens = await RedeemAsync(host, code);

        Assert.Null(tokens.Error);
        Assert.NotNull(tokens.RefreshToken);
        Assert.Equal("plain", (string?)JsonNode.Parse(tokens.AuthorizationDetails!)![0]!["credential_identifiers"]![0]);
        Assert.True((await host.Grant(id).FindAccessTokenAsync(tokens.AccessToken!)).Active);
        Assert.NotNull(await host.Grant(id).OpenAsync(GrantTokenKind.Code, new SecretText(code), withSubject: false));
        Assert.Equal("invalid_grant", (await RedeemAsync(host, code)).Error?.Code);
        Assert.False((await host.Grant(id).FindAccessTokenAsync(tokens.AccessToken!)).Active);
    }

    [Fact]
    public async Task An_offer_by_reference_is_the_offer_by_value_for_who_has_the_whole_link()
    {
        await using var host = new SessionHost();
        var (id, reply, offer) = await CreateAsync(host, new CreateOffer { CredentialConfigurationIds = ["plain", "web"], AuthorizationCode = true });
        var link = reply.OfferUri!.Value;
        Assert.StartsWith("https://issuer.example/acme/oid4vci/offers/", link, StringComparison.Ordinal);
        Assert.True(Capability.TryDecode(link.Split('/')[^1], out _, out var secret));
        var grain = host.Grains.GetGrain<ICredentialOfferGrain>($"{SessionHost.Tenant}/{id:N}");

        Assert.Equal(offer, (await grain.GetAsync(new SecretText(secret)))?.Value);
        Assert.Null(await grain.GetAsync(new SecretText(new string('A', 43))));
        var json = JsonNode.Parse(offer)!;
        Assert.Equal("https://issuer.example/acme", (string?)json["credential_issuer"]);
        Assert.Equal(2, json["credential_configuration_ids"]!.AsArray().Count);
        Assert.NotNull(json["grants"]!["authorization_code"]!["issuer_state"]);

        await RedeemAsync(host, Code(offer));
        Assert.Null(await grain.GetAsync(new SecretText(secret)));
    }

    [Fact]
    public async Task A_transaction_code_is_needed_and_five_wrong_ones_end_the_offer()
    {
        await using var host = new SessionHost();
        var (_, reply, offer) = await CreateAsync(host, new CreateOffer { CredentialConfigurationIds = ["plain"], TransactionCode = true });
        var (code, good) = (Code(offer), reply.TransactionCode!.Value);
        var wrong = good == "000000" ? "000001" : "000000";
        Assert.Equal(6, good.Length);
        Assert.Equal(6, (int)JsonNode.Parse(offer)!["grants"]![PreAuthorized]!["tx_code"]!["length"]!);

        Assert.Equal("invalid_request", (await RedeemAsync(host, code)).Error?.Code);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("invalid_grant", (await RedeemAsync(host, code, wrong)).Error?.Code);
        }

        Assert.Equal("invalid_grant", (await RedeemAsync(host, code, good)).Error?.Code);
    }

    [Fact]
    public async Task Wrong_transaction_codes_that_race_are_all_counted()
    {
        await using var one = new SessionHost(sharesDatabase: true);
        await using var two = new SessionHost(one.Tenants, one.Storage, one.Clock, sharesDatabase: true);
        var (id, reply, offer) = await CreateAsync(one, new CreateOffer { CredentialConfigurationIds = ["plain"], TransactionCode = true });
        var (code, good) = (Code(offer), reply.TransactionCode!.Value);
        await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(
            () => SessionHost.Retrying(() => RedeemAsync(i % 2 == 0 ? one : two, code, good == "000000" ? "000001" : "000000")))));

        var state = one.Storage.Peek<CredentialOfferState>("offer", GrainId.Create("offer", $"{SessionHost.Tenant}/{id:N}"))!;
        Assert.Equal(5, state.Attempts);
        Assert.Equal("invalid_grant", (await RedeemAsync(one, code, good)).Error?.Code);
    }

    [Fact]
    public async Task A_right_transaction_code_that_races_with_the_last_wrong_one_is_told_nothing_unless_it_came_first()
    {
        await using var one = new SessionHost(sharesDatabase: true);
        await using var two = new SessionHost(one.Tenants, one.Storage, one.Clock, sharesDatabase: true);
        var (id, reply, offer) = await CreateAsync(one, new CreateOffer { CredentialConfigurationIds = ["plain"], TransactionCode = true });
        var (code, good) = (Code(offer), reply.TransactionCode!.Value);
        var wrong = good == "000000" ? "000001" : "000000";
        for (var i = 0; i < 4; i++)
        {
            await RedeemAsync(one, code, wrong);
        }

        // The fifth wrong one is counted in another process, between this one's look at the row and its answer.
        one.Storage.Writing = async (kind, _) =>
        {
            if (kind == "offer")
            {
                one.Storage.Writing = null;
                await RedeemAsync(two, code, wrong);
            }
        };

        Assert.Equal("invalid_grant", (await SessionHost.Retrying(() => RedeemAsync(one, code, good))).Error?.Code);
        Assert.Null(await one.Grant(id).ViewAsync(withSubject: false));
    }

    [Fact]
    public async Task A_client_that_may_not_authorize_redeems_no_offer()
    {
        await using var host = new SessionHost();
        var (_, _, offer) = await CreateAsync(host, new CreateOffer { CredentialConfigurationIds = ["plain"] });

        Assert.Equal("unauthorized_client", (await RedeemAsync(host, Code(offer), credentials: TestWallet.Backend)).Error?.Code);
        Assert.Null((await RedeemAsync(host, Code(offer))).Error);
    }

    [Fact]
    public async Task A_grant_by_the_authorization_code_flow_has_the_group_of_the_offer_that_the_wallet_took_up()
    {
        await using var host = new SessionHost();
        var (id, _, offer) = await CreateAsync(host, new CreateOffer { CredentialConfigurationIds = ["plain"], AuthorizationCode = true, GroupId = "batch-1" });
        var state = (string)JsonNode.Parse(offer)!["grants"]!["authorization_code"]!["issuer_state"]!;

        Assert.Equal(id.ToString("N"), state);
        Assert.Equal("batch-1", await GroupAsync(state));
        Assert.Null(await GroupAsync(Guid.NewGuid().ToString("N")));
        Assert.Null(await GroupAsync("a state of another issuer"));
        Assert.Null(await GroupAsync(null));
        host.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(await GroupAsync(state));

        async Task<string?> GroupAsync(string? issuerState)
        {
            var wallet = new TestWallet(host);
            var reply = await wallet.BeginAsync(wallet.Request("web") with { IssuerState = issuerState });
            await wallet.ConfirmAsync();
            reply = await wallet.ContinueAsync(wallet.Verify(reply));
            Assert.Null((await wallet.RedeemAsync(reply.Code!.Value)).Error);
            return (await host.Grant(wallet.SessionId).ViewAsync(withSubject: false))!.GroupId;
        }
    }

    [Fact]
    public async Task The_right_transaction_code_redeems_and_one_that_is_not_expected_is_refused()
    {
        await using var host = new SessionHost();
        var (_, reply, offer) = await CreateAsync(host, new CreateOffer { CredentialConfigurationIds = ["plain"], TransactionCode = true });
        Assert.Null((await RedeemAsync(host, Code(offer), reply.TransactionCode!.Value)).Error);

        var (_, _, without) = await CreateAsync(host, new CreateOffer { CredentialConfigurationIds = ["plain"] });
        Assert.Equal("invalid_request", (await RedeemAsync(host, Code(without), "123456")).Error?.Code);
    }

    [Fact]
    public async Task A_wallet_that_does_not_say_who_it_is_is_served_where_the_tenant_allows_it_without_a_refresh_token()
    {
        await using var open = new SessionHost();
        var (_, _, offer) = await CreateAsync(open, new CreateOffer { CredentialConfigurationIds = ["plain"] });
        var tokens = await RedeemAsync(open, Code(offer), credentials: PresentedCredentials.None);
        Assert.Null(tokens.Error);
        Assert.Null(tokens.RefreshToken);

        await using var closed = new SessionHost(new TestTenants(d => d["allowUnregisteredClients"] = false));
        (_, _, offer) = await CreateAsync(closed, new CreateOffer { CredentialConfigurationIds = ["plain"] });
        Assert.Equal("invalid_client", (await RedeemAsync(closed, Code(offer), credentials: PresentedCredentials.None)).Error?.Code);
    }

    [Fact]
    public async Task A_wallet_that_does_not_say_who_it_is_is_refused_where_wallets_that_are_not_registered_need_an_attestation()
    {
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var jwk = Eudiplo.Protocol.Jose.Jwk.FromEc(key.ExportParameters(false)).ToJson();
        await using var host = new SessionHost(new TestTenants(d => d["clientAttestation"] = JsonNode.Parse(
            $$"""{ "attesters": [ { "issuer": "https://attester.example", "jwks": { "keys": [ {{jwk}} ] } } ] }""")));
        var (_, _, offer) = await CreateAsync(host, new CreateOffer { CredentialConfigurationIds = ["plain"] });

        Assert.Equal("invalid_client", (await RedeemAsync(host, Code(offer), credentials: PresentedCredentials.None)).Error?.Code);
    }

    [Fact]
    public async Task An_offer_expires_and_is_of_one_tenant()
    {
        await using var host = new SessionHost();
        var (_, _, offer) = await CreateAsync(host, new CreateOffer { CredentialConfigurationIds = ["plain"], Lifetime = TimeSpan.FromSeconds(30) });

        Assert.Equal("invalid_grant", (await RedeemAsync(host, Code(offer), tenant: "other")).Error?.Code);
        host.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("invalid_grant", (await RedeemAsync(host, Code(offer))).Error?.Code);
    }

    [Fact]
    public async Task An_offer_that_makes_no_sense_is_refused()
    {
        await using var host = new SessionHost();
        var good = new CreateOffer { CredentialConfigurationIds = ["plain"] };

        foreach (var bad in new[]
        {
            good with { CredentialConfigurationIds = [] },
            good with { CredentialConfigurationIds = ["plain", "plain"] },
            good with { CredentialConfigurationIds = ["nothing"] },
            good with { PreAuthorizedCode = false },
            good with { PreAuthorizedCode = false, AuthorizationCode = true, TransactionCode = true },
            good with { PreAuthorizedCode = false, AuthorizationCode = true, Subject = "user-1" },
            good with { PreAuthorizedCode = false, AuthorizationCode = true, Data = "{}" },
            good with { Lifetime = TimeSpan.FromDays(32) },
            good with { Data = "[]" },
            good with { Data = """{"a":1,"a":2}""" },
        })
        {
            var reply = await host.Grains.GetGrain<ICredentialOfferGrain>($"{SessionHost.Tenant}/{Guid.NewGuid():N}").CreateAsync(bad);
            Assert.Equal("invalid_request", reply.Error?.Code);
        }
    }

    [Fact]
    public async Task No_secret_of_an_offer_is_stored()
    {
        await using var host = new SessionHost();
        var (id, reply, offer) = await CreateAsync(host, new CreateOffer { CredentialConfigurationIds = ["plain"], TransactionCode = true });
        var stored = JsonSerializer.Serialize(host.Storage.Peek<CredentialOfferState>("offer", GrainId.Create("offer", $"{SessionHost.Tenant}/{id:N}")));

        Assert.True(Capability.TryDecode(Code(offer), out _, out var code));
        Assert.True(Capability.TryDecode(reply.OfferUri!.Value.Split('/')[^1], out _, out var link));
        Assert.DoesNotContain(code, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(link, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(reply.TransactionCode!.Value, stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_offer_whose_process_died_between_grant_and_note_gives_its_tokens_to_the_same_attempt_and_to_no_other()
    {
        await using var dying = new SessionHost();
        var (id, _, offer) = await CreateAsync(dying, new CreateOffer { CredentialConfigurationIds = ["plain"], Subject = "user-1" });
        var attempt = new byte[32];
        dying.Storage.Writing = (kind, _) => kind == "offer" ? throw new IOException("The process dies.") : Task.CompletedTask;
        var lost = await RedeemAsync(dying, Code(offer), attempt: attempt);
        dying.Storage.Writing = null;

        await using var other = new SessionHost(dying.Tenants, dying.Storage, dying.Clock);
        var again = await RedeemAsync(other, Code(offer), attempt: attempt);
        Assert.Equal((lost.AccessToken!.Value, lost.RefreshToken!.Value), (again.AccessToken!.Value, again.RefreshToken!.Value));
        Assert.Equal(again.AccessToken.Value, (await RedeemAsync(other, Code(offer), attempt: attempt)).AccessToken!.Value);
        Assert.NotNull(other.Storage.Peek<CredentialOfferState>("offer", GrainId.Create("offer", $"{SessionHost.Tenant}/{id:N}"))!.RedeemedAt);

        Assert.Equal("invalid_grant", (await RedeemAsync(other, Code(offer), attempt: [.. attempt.Select(b => (byte)(b + 1))])).Error?.Code);
        Assert.False((await other.Grant(id).FindAccessTokenAsync(lost.AccessToken)).Active);
    }

    private static async Task<(Guid Id, CreateOfferReply Reply, string Offer)> CreateAsync(SessionHost host, CreateOffer command)
    {
        var id = Guid.NewGuid();
        var reply = await host.Grains.GetGrain<ICredentialOfferGrain>($"{SessionHost.Tenant}/{id:N}").CreateAsync(command);
        Assert.Null(reply.Error);
        return (id, reply, reply.Offer!.Value);
    }

    private static string Code(string offer) => (string)JsonNode.Parse(offer)!["grants"]![PreAuthorized]!["pre-authorized_code"]!;

    private static Task<TokenReply> RedeemAsync(
        SessionHost host,
        string code,
        string? transactionCode = null,
        PresentedCredentials? credentials = null,
        string tenant = SessionHost.Tenant,
        byte[]? attempt = null)
    {
        Assert.True(Capability.TryDecode(code, out var id, out var secret));
        return host.Grains.GetGrain<ICredentialOfferGrain>($"{tenant}/{id:N}").RedeemAsync(new RedeemOffer
        {
            Credentials = credentials ?? Wallet,
            CodeSecret = new SecretText(secret),
            TransactionCode = SecretText.Of(transactionCode),
            Attempt = attempt,
        });
    }
}
