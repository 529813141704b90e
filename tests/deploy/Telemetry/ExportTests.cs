using System.Net;
using System.Net.Sockets;
using System.Text;
using Eudiplo.Silo.Telemetry;
using Eudiplo.WalletSimulator.OAuth;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Eudiplo.Deploy.Tests.Telemetry;

/// <summary>What leaves a whole server over OTLP, seen by a collector.</summary>
public sealed class ExportTests
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string CallerId = "00f067aa0ba902b7";

    /// <summary>Whether this build has the runtime Local.</summary>
    private static readonly bool IsLocal = File.Exists(Path.Combine(AppContext.BaseDirectory, "Eudiplo.Grains.Local.dll"));

    [Fact]
    public async Task Metrics_traces_and_logs_of_a_flow_arrive_at_the_collector()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await RunWebFlowAsync(collector);

        Assert.Superset(
            new HashSet<string>
            {
                "eudiplo.sessions.transitions", "eudiplo.steps", "eudiplo.storage.read.duration", "eudiplo.storage.write.duration",
                "eudiplo.storage.commit.duration", "eudiplo.storage.batch.size", "http.server.request.duration", "dotnet.process.memory.working_set",
            },
            collector.Metrics.Select(m => m.Name).ToHashSet());
        Assert.Contains(
            collector.Metrics.Where(m => m.Name == "eudiplo.sessions.transitions").SelectMany(m => m.Points),
            tags => tags["tenant"] == "demo" && tags["status"] == "code_issued");
        Assert.Equal(IsLocal, collector.Metrics.Any(m => m.Name == "eudiplo.grains.activations"));
        Assert.Equal(IsLocal, collector.Metrics.All(m => m.Meter != "Microsoft.Orleans"));
        Assert.Contains("POST /{tenantId}/oid4vci/token", collector.Spans.Select(s => s.Name));
        Assert.Contains(collector.Logs, line => line.Contains("completed step 0", StringComparison.Ordinal));
        Assert.All(
            new[] { "/v1/metrics", "/v1/traces", "/v1/logs" },
            path => Assert.All(collector.Resources(path), resource =>
            {
                Assert.Equal("eudiplo", resource["service.name"]);
                Assert.NotEmpty(resource["service.instance.id"]);
            }));
    }

    [Fact]
    public async Task Every_metric_that_arrives_is_documented_with_its_unit_and_tags()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await RunWebFlowAsync(collector);

        Assert.NotEmpty(collector.Metrics);
        Assert.All(collector.Metrics.Where(m => m.Meter != "Microsoft.Orleans"), metric =>
        {
            var documented = Assert.Single(DocumentedMetrics.All, d => d.Name == metric.Name);
            Assert.Equal(documented.Unit, metric.Unit);
            Assert.All(metric.Points.SelectMany(p => p.Keys), tag => Assert.Contains(tag, documented.Tags));
        });
    }

    [Fact]
    public async Task A_span_of_storage_lies_in_one_of_a_grain_and_that_in_one_of_a_request()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await RunWebFlowAsync(collector);

        var spans = collector.Spans;
        foreach (var (call, route) in new[]
        {
            ("session.begin", "POST /{tenantId}/oid4vci/authorize/interactive"),
            ("session.continue", "POST /{tenantId}/oid4vci/authorize/interactive"),
            ("session.confirm_web_step", "POST /{tenantId}/oid4vci/authorize/interactive/complete-web-auth/{authSession}"),
            ("session.redeem", "POST /{tenantId}/oid4vci/token"),
        })
        {
            var grain = spans.Single(s => s.Name == call);
            var request = spans.Single(s => s.Id == grain.ParentId);
            Assert.Equal(route, request.Name);
            Assert.Equal("", request.ParentId);
            Assert.Equal("200", request.Tags["http.response.status_code"]);
            Assert.Equal("demo", grain.Tags["eudiplo.tenant"]);
            Assert.Equal(16, grain.Tags["eudiplo.session"].Length);
            Assert.Contains(spans, s => s.Name == "storage.write" && s.ParentId == grain.Id && s.TraceId == grain.TraceId
                && s.Tags["eudiplo.storage.outcome"] == "ok");
        }

        var grant = spans.Single(s => s.Name == "grant.create");
        Assert.Equal("session.redeem", spans.Single(s => s.Id == grant.ParentId).Name);
        Assert.Contains(spans, s => s.Name == "storage.write" && s.ParentId == grant.Id && s.Tags["eudiplo.storage.kind"] == "grant");
        Assert.Single(spans.Where(s => s.Tags.ContainsKey("eudiplo.session")).Select(s => s.Tags["eudiplo.session"]).Distinct());
    }

    [Fact]
    public async Task A_session_that_begins_is_written_and_not_looked_for_before()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await RunWebFlowAsync(collector);

        var begin = collector.Spans.Single(s => s.Name == "session.begin");
        var ofSession = collector.Spans
            .Where(s => s.TraceId == begin.TraceId && s.Tags.GetValueOrDefault("eudiplo.storage.kind") == "session").Select(s => s.Name);
        Assert.Equal(["storage.write"], ofSession);
    }

    [Fact]
    public async Task No_session_id_and_no_secret_leaves_with_the_telemetry()
    {
        await using var collector = await OtlpCollector.StartAsync();
        var secrets = await RunWebFlowAsync(collector);

        Assert.NotEmpty(collector.Received);
        Assert.All(collector.Received, request =>
        {
            var body = Encoding.Latin1.GetString(request.Body);
            Assert.All(secrets, secret => Assert.DoesNotContain(secret, body, StringComparison.OrdinalIgnoreCase));
        });
    }

    [Fact]
    public async Task A_tenant_that_a_request_makes_up_makes_no_series()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using (var gateway = await StartAsync(collector))
        {
            foreach (var tenant in new[] { "made-up-1", "made-up-2" })
            {
                using var form = new FormUrlEncodedContent([new("response_type", "code"), new("client_id", "wallet")]);
                using var reply = await gateway.Http.PostAsync($"/{tenant}/oid4vci/authorize/interactive", form);
                Assert.False(reply.IsSuccessStatusCode);
            }
        }

        var refusals = Assert.Single(collector.Metrics, m => m.Name == "eudiplo.sessions.refusals");
        Assert.Equal("-", Assert.Single(refusals.Points)["tenant"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_callers_trace_is_gone_on_with_only_where_that_is_configured(bool accept)
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using (var gateway = await StartAsync(collector, $"--Eudiplo:Telemetry:AcceptTraceParent={accept}"))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/.well-known/oauth-authorization-server/demo");
            request.Headers.Add("traceparent", $"00-{TraceId}-{CallerId}-01");
            using var response = await gateway.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        var span = Assert.Single(collector.Spans, s => s.Name == "GET /.well-known/oauth-authorization-server/{tenantId}");
        Assert.Equal(accept, span.TraceId == TraceId);
        Assert.Equal(accept ? CallerId : "", span.ParentId);
    }

    [Fact]
    public async Task Health_requests_have_no_spans()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using (var gateway = await StartAsync(collector))
        {
            Assert.Equal(HttpStatusCode.OK, (await gateway.Http.GetAsync("/health/live")).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await gateway.Http.GetAsync("/health/ready")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await gateway.Http.GetAsync("/nothing/here")).StatusCode);
        }

        Assert.DoesNotContain(collector.Spans, s => s.Tags.GetValueOrDefault("http.route")?.Contains("health", StringComparison.Ordinal) == true);
        Assert.Contains(collector.Spans, s => s.Name == "GET" && s.Tags["http.response.status_code"] == "404");
    }

    [Fact]
    public async Task The_variable_of_OpenTelemetry_names_a_collector_too()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using (var gateway = await TracedGateway.StartAsync(
            null,
            $"--OTEL_EXPORTER_OTLP_ENDPOINT={collector.Url}",
            "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
            "--OTEL_EXPORTER_OTLP_HEADERS=Authorization=Bearer of-the-operator",
            "--OTEL_TRACES_SAMPLER=always_on",
            "--OTEL_SERVICE_NAME=named-by-the-operator"))
        {
            await gateway.Wallet.StartAsync("guide-credential", Pkce.Generate());
        }

        Assert.Contains(collector.Metrics, m => m.Name == "eudiplo.sessions.transitions");
        Assert.Contains(collector.Spans, s => s.Name == "session.begin");
        Assert.NotEmpty(collector.Logs);
        Assert.All(collector.Received, r => Assert.Equal("Bearer of-the-operator", r.Authorization));
        Assert.All(collector.Resources("/v1/metrics"), r => Assert.Equal("named-by-the-operator", r["service.name"]));
    }

    [Fact]
    public async Task Each_signal_can_be_left_out()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using (var gateway = await StartAsync(collector, "--Eudiplo:Telemetry:Logs=false", "--Eudiplo:Telemetry:Metrics=false"))
        {
            await gateway.Wallet.StartAsync("guide-credential", Pkce.Generate());
        }

        Assert.Equal(["/v1/traces"], collector.Received.Select(r => r.Path).Distinct());
    }

    [Fact]
    public async Task Without_a_collector_nothing_is_set_up_for_one()
    {
        await using var gateway = await TracedGateway.StartAsync(null);

        Assert.DoesNotContain(
            gateway.Services.GetServices<IHostedService>(), s => s.GetType().Namespace == typeof(TelemetryOptions).Namespace);
    }

    [Fact]
    public async Task A_collector_that_is_away_is_told_in_the_log_once()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var lines = new LineLoggerProvider();

        await using (var gateway = await TracedGateway.StartAsync(
            builder => builder.Logging.AddProvider(lines),
            $"--Eudiplo:Telemetry:OtlpEndpoint=http://127.0.0.1:{port}",
            "--Eudiplo:Telemetry:TraceRatio=1"))
        {
            await gateway.Wallet.StartAsync("guide-credential", Pkce.Generate());
        }

        Assert.Single(lines.Lines, line => line.StartsWith("The collector does not take", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("OtlpEndpoint", "collector:4318")]
    [InlineData("OtlpEndpoint", "ftp://collector/")]
    [InlineData("OtlpEndpoint", "http://user:secret@collector/")]
    [InlineData("OtlpHeaders", "a-secret-without-a-name")]
    [InlineData("ExportTimeout", "00:00:00")]
    [InlineData("MetricInterval", "01:00:00")]
    [InlineData("MaxSeriesPerMetric", "1")]
    [InlineData("TraceRatio", "1.5")]
    [InlineData("TraceRatio", "NaN")]
    [InlineData("ServiceName", " ")]
    public async Task A_setting_that_cannot_work_stops_the_start_with_its_name_and_a_remedy(string option, string value)
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(
            () => TracedGateway.StartAsync(null, $"--Eudiplo:Telemetry:{option}={value}"));

        Assert.Contains($"Eudiplo:Telemetry:{option} is ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(": set ", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    private static Task<TracedGateway> StartAsync(OtlpCollector collector, params string[] settings) => TracedGateway.StartAsync(
        null, [$"--Eudiplo:Telemetry:OtlpEndpoint={collector.Url}", "--Eudiplo:Telemetry:TraceRatio=1", .. settings]);

    /// <summary>A flow with a web step, to the token, and the server's stop. What it returns must not be found in telemetry.</summary>
    private static async Task<IReadOnlyList<string>> RunWebFlowAsync(OtlpCollector collector)
    {
        await using var gateway = await StartAsync(collector);
        var pkce = Pkce.Generate();
        var begun = await gateway.Wallet.StartAsync("web-credential", pkce);
        var page = (await gateway.Wallet.OpenBrowserAsync(begun.RequestUri!)).Location!;
        var sessionId = page.Query["?session=".Length..];
        Assert.Equal(HttpStatusCode.OK, (await gateway.Backend.CompleteWebStepAsync(sessionId)).Status);
        var code = (await gateway.Wallet.ContinueAsync(begun.AuthSession!, pkce.Verifier)).Code!;
        var token = (await gateway.Wallet.RedeemAsync(code, pkce.Verifier)).AccessToken!;
        return [sessionId, sessionId.Replace("-", "", StringComparison.Ordinal), begun.AuthSession!, begun.RequestUri!, code, token, pkce.Verifier];
    }
}
