using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Eudiplo.Gateway.Tests.Admin;
using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.Protocol.Capabilities;
using Microsoft.Extensions.Logging;

namespace Eudiplo.Gateway.Tests.Grants;

public sealed class LogTests
{
    [Fact]
    public async Task No_secret_and_no_user_of_any_flow_is_in_a_log_even_at_the_finest_level()
    {
        using var logs = new Recorder();
        await using var host = await GatewayHost.StartAsync(
            builder => builder.Logging.SetMinimumLevel(LogLevel.Trace).AddFilter(null, LogLevel.Trace).AddProvider(logs), AdminClient.Setting);
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
        var text = string.Join('\n', logs.Lines);
        Assert.Contains("Audit: admin-key revoke by User in tenant acme: 1 grants.", text, StringComparison.Ordinal);
        foreach (var secret in secrets.SelectMany(s => Capability.TryDecode(s, out _, out var part) ? new[] { s, part } : [s]))
        {
            Assert.DoesNotContain(logs.Lines, line => line.Contains(secret, StringComparison.Ordinal));
        }
    }

    private static async Task<JsonNode> TokenAsync(GatewayHost host, Dictionary<string, string> form)
    {
        using var content = new FormUrlEncodedContent(form);
        var response = await host.Http.PostAsync("/acme/oid4vci/token", content);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    private sealed class Recorder : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
