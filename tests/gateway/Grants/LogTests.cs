using System.Text.Json.Nodes;
using Eudiplo.Gateway.Tests.Admin;
using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.Protocol.Capabilities;
using Eudiplo.WalletSimulator.Credentials;
using Eudiplo.WalletSimulator.Flows;
using Eudiplo.WalletSimulator.InteractiveAuthorization;
using Eudiplo.WalletSimulator.Keys;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Eudiplo.Gateway.Tests.Grants;

/// <summary>
/// That no secret and no personal data is in a log. Each <see cref="GatewayHost"/> looks for what went over its wire in all that it logged, at
/// the end of its test; here are the flows that nothing else walks, and the proof that the look finds something.
/// </summary>
public sealed class LogTests
{
    [Fact]
    public async Task No_secret_and_no_user_of_any_flow_is_in_a_log_even_at_the_finest_level()
    {
        await using var host = await AdminClient.StartAsync();
        var admin = new AdminClient(host);
        await admin.SendAsync(HttpMethod.Put, "/admin/tenants/acme", AdminClient.Tenant("acme"));
        var made = (await admin.PostAsync(
            "/admin/tenants/acme/offers",
            """{"credentialConfigurationIds":["member"],"txCode":true,"user":"erika-the-secret-user","data":{"level":"a-secret-claim"}}""")).Json!;
        var code = (string)made["credentialOffer"]!["grants"]!["urn:ietf:params:oauth:grant-type:pre-authorized_code"]!["pre-authorized_code"]!;
        var first = await TokenAsync(host, new()
        {
            ["grant_type"] = "urn:ietf:params:oauth:grant-type:pre-authorized_code",
            ["client_id"] = "wallet",
            ["pre-authorized_code"] = code,
            ["tx_code"] = (string)made["txCode"]!,
        });
        var refresh = (string)first["refresh_token"]!;
        var second = await TokenAsync(host, new() { ["grant_type"] = "refresh_token", ["client_id"] = "wallet", ["refresh_token"] = refresh });
        var service = await AdminTests.TokenAsync(host, "read");
        await TokenAsync(host, new() { ["grant_type"] = "refresh_token", ["client_id"] = "thief", ["refresh_token"] = refresh });
        await admin.PostAsync("/admin/tenants/acme/grants", $$"""{"access_token":"{{second["access_token"]}}"}""");
        await admin.PostAsync("/admin/tenants/acme/revocations", """{"user":"erika-the-secret-user"}""");
        await TokenAsync(host, new() { ["grant_type"] = "authorization_code", ["client_id"] = "wallet", ["code"] = code, ["code_verifier"] = new string('v', 43) });

        string[] secrets =
        [
            AdminClient.Key, code, (string)made["txCode"]!, (string)made["credentialOfferUri"]!, "erika-the-secret-user", "a-secret-claim",
            (string)first["access_token"]!, refresh, (string)second["access_token"]!, (string)second["refresh_token"]!, service, new string('v', 43),
        ];
        var text = string.Join('\n', host.Logs.Lines);
        Assert.Contains("Audit: admin-key revoke by User in tenant acme: 1 grants, complete.", text, StringComparison.Ordinal);
        foreach (var secret in secrets.SelectMany(s => Capability.TryDecode(s, out _, out var part) ? new[] { s, part } : [s]))
        {
            Assert.DoesNotContain(host.Logs.Lines, line => line.Contains(secret, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Whatever_secret_goes_over_the_wire_is_found_when_it_is_in_a_log()
    {
        await using var host = await AdminClient.StartAsync();
        var log = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Eudiplo.Leaking");
        var client = new WalletClient(host.Http, host.Endpoints(), new BareDialect(), "wallet") { Dpop = new WalletSimulator.OAuth.DpopProof(EcKey.Generate(), TimeProvider.System) };
        var started = await client.StartAsync("organization-credential", WalletSimulator.OAuth.Pkce.Generate());
        var authorized = await new WalletFlow(client, host.Holder(), TimeProvider.System) { Backend = host.Backend() }.RunAsync("organization-credential");
        var issuer = await CredentialIssuer.DiscoverAsync(host.Http, GatewayHost.PublicUrl, "demo");
        using var key = EcKey.Generate();
        var credentials = new CredentialClient(host.Http, issuer, authorized.Token!.AccessToken!, client.Dpop);
        var proof = CredentialClient.Proof(key, issuer.Issuer, (await credentials.NonceAsync())!, "wallet", DateTimeOffset.UtcNow);
        var request = new JsonObject { ["credential_identifier"] = "organization-credential", ["proofs"] = new JsonObject { ["jwt"] = new JsonArray(proof) } };
        var issued = await credentials.RequestAsync(request, encrypts: false);
        await new AdminClient(host).SendAsync(HttpMethod.Put, "/admin/tenants/acme", AdminClient.Tenant("acme"));
        var offer = (await new AdminClient(host).PostAsync(
            "/admin/tenants/acme/offers", """{"credentialConfigurationIds":["member"],"txCode":true,"user":"a-user-of-ours","data":{"level":"gold"}}""")).Json!;
        var code = (string)offer["credentialOffer"]!["grants"]!["urn:ietf:params:oauth:grant-type:pre-authorized_code"]!["pre-authorized_code"]!;
        Assert.True(Capability.TryDecode(code, out _, out var part));
        host.AssertNothingLeaked();

        foreach (var secret in new[]
        {
            started.AuthSession!, authorized.Token.AccessToken!, authorized.Token.RefreshToken!, issued.Credentials[0], issued.Credentials[0].Split('~')[1],
            issued.NotificationId!, proof, code, part, (string)offer["txCode"]!, (string)offer["credentialOfferUri"]!, AdminClient.Key, "a-user-of-ours", "Mustermann",
        })
        {
            log.LogTrace("before {Value} after", secret);
            Assert.ThrowsAny<Xunit.Sdk.XunitException>(host.AssertNothingLeaked);
            host.Logs.Clear();
            using (log.BeginScope("scope of {Value}", secret))
            {
                Assert.ThrowsAny<Xunit.Sdk.XunitException>(host.AssertNothingLeaked);
            }

            host.Logs.Clear();
            log.LogError(new InvalidOperationException($"about {secret}"), "failed");
            Assert.ThrowsAny<Xunit.Sdk.XunitException>(host.AssertNothingLeaked);
            host.Logs.Clear();
        }

        log.LogTrace("{Value}", Guid.CreateVersion7());
        host.AssertNothingLeaked();
    }

    private static async Task<JsonNode> TokenAsync(GatewayHost host, Dictionary<string, string> form)
    {
        using var content = new FormUrlEncodedContent(form);
        var response = await host.Http.PostAsync("/acme/oid4vci/token", content);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }
}
