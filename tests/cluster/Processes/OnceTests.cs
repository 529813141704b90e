using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Eudiplo.Cluster.Tests.Hosting;
using Eudiplo.WalletSimulator.InteractiveAuthorization;
using Eudiplo.WalletSimulator.Jose;
using Eudiplo.WalletSimulator.Keys;
using Eudiplo.WalletSimulator.OAuth;

namespace Eudiplo.Cluster.Tests.Processes;

/// <summary>What may be had once, or so many times, is had no more often because several processes serve.</summary>
/// <param name="fleet">The processes.</param>
public abstract class OnceTests(Fleet fleet)
{
    private const int AtOnce = 64;

    [PostgreSqlFact]
    public async Task A_proof_that_one_process_took_is_taken_by_no_other()
    {
        var (http, _) = fleet.Client();
        using var disposed = http;
        var header = new DpopProof(EcKey.Generate(), TimeProvider.System).Create("POST", fleet.Endpoints.InteractiveAuthorization);

        var errors = new List<string?>();
        for (var i = 0; i < fleet.Urls.Count; i++)
        {
            errors.Add(await BeginAsync(http, "wallet", ("DPoP", header)));
        }

        Assert.Equal([null, .. Enumerable.Repeat("invalid_dpop_proof", fleet.Urls.Count - 1)], errors);
    }

    [PostgreSqlFact]
    public async Task Of_equal_proofs_that_race_one_is_taken()
    {
        var (http, _) = fleet.Client();
        using var disposed = http;
        var header = new DpopProof(EcKey.Generate(), TimeProvider.System).Create("POST", fleet.Endpoints.InteractiveAuthorization);

        var errors = await RaceAsync(() => BeginAsync(http, "wallet", ("DPoP", header)));

        Assert.Single(errors, e => e is null);
        Assert.Equal(AtOnce - 1, errors.Count(e => e == "invalid_dpop_proof"));
    }

    [PostgreSqlFact]
    public async Task A_client_assertion_and_a_request_object_work_once_in_all_processes()
    {
        var (http, _) = fleet.Client();
        using var disposed = http;
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        JsonObject Claims(string clientId) => new()
        {
            ["iss"] = clientId,
            ["sub"] = clientId,
            ["client_id"] = clientId,
            ["aud"] = fleet.Endpoints.Issuer.ToString().TrimEnd('/'),
            ["jti"] = Guid.NewGuid().ToString(),
            ["exp"] = now + 60,
        };
        var assertion = CompactJws.Sign(new JsonObject { ["alg"] = "ES256" }, Claims("asserting"), TenantDirectory.Signer);
        // A request object has no sub: it must not pass for an assertion of its client (RFC 9101, section 10.8).
        var request = Claims("requesting");
        request.Remove("sub");
        foreach (var (name, value) in Request("requesting"))
        {
            request[name] = value;
        }

        var requestObject = CompactJws.Sign(new JsonObject { ["alg"] = "ES256", ["typ"] = "oauth-authz-req+jwt" }, request, TenantDirectory.Signer);
        foreach (var (parameters, error) in new (KeyValuePair<string, string>[], string)[]
        {
            (
                [
                    .. Request("asserting"), new("client_assertion", assertion),
                    new("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
                ],
                "invalid_client"),
            ([new("client_id", "requesting"), new("request", requestObject)], "invalid_request_object"),
        })
        {
            var errors = await RaceAsync(() => SendAsync(http, parameters));
            Assert.Single(errors, e => e is null);
            Assert.Equal(AtOnce - 1, errors.Count(e => e == error));
        }
    }

    [PostgreSqlFact]
    public async Task Open_sessions_are_counted_over_all_processes()
    {
        var (http, _) = fleet.Client();
        using var disposed = http;
        var errors = new List<string?>();
        for (var i = 0; i < TenantDirectory.FewSessions + fleet.Urls.Count; i++)
        {
            errors.Add(await BeginAsync(http, "few"));
        }

        Assert.All(errors[..TenantDirectory.FewSessions], Assert.Null);
        Assert.Contains("temporarily_unavailable", errors);
    }

    [PostgreSqlFact]
    public async Task Of_browsers_that_race_for_one_pushed_request_one_gets_it()
    {
        var (http, _) = fleet.Client();
        using var disposed = http;
        using var par = await http.PostAsync(new Uri($"{fleet.Endpoints.Issuer.ToString().TrimEnd('/')}/oid4vci/par"), new FormUrlEncodedContent(Request("wallet")));
        var requestUri = JsonNode.Parse(await par.Content.ReadAsStringAsync())!["request_uri"]!.GetValue<string>();
        var url = $"{fleet.Endpoints.Authorization}?client_id=wallet&request_uri={Uri.EscapeDataString(requestUri)}";

        var visits = await RaceAsync(async () =>
        {
            var cookie = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
            return (cookie, Status: await VisitAsync(http, url, cookie));
        });

        var winner = Assert.Single(visits, v => v.Status == HttpStatusCode.Redirect);
        Assert.Equal(AtOnce - 1, visits.Count(v => v.Status == HttpStatusCode.BadRequest));
        Assert.Equal(HttpStatusCode.Redirect, await VisitAsync(http, url, winner.cookie));
        Assert.Equal(HttpStatusCode.BadRequest, await VisitAsync(http, url, visits.First(v => v != winner).cookie));
    }

    private static async Task<HttpStatusCode> VisitAsync(HttpClient http, string url, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.TryAddWithoutValidation("Cookie", $"__Host-eudiplo={cookie}");
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }

    private static async Task<T[]> RaceAsync<T>(Func<Task<T>> request)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var racers = Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
        {
            await start.Task;
            return await request();
        })).ToArray();
        start.SetResult();
        return await Task.WhenAll(racers);
    }

    private IEnumerable<KeyValuePair<string, string>> Request(string clientId) =>
        new WalletClient(new HttpClient(), fleet.Endpoints, new BareDialect(), clientId).RequestFor("web-credential", Pkce.Generate()).Parameters();

    private Task<string?> BeginAsync(HttpClient http, string clientId, params (string Name, string Value)[] headers) =>
        SendAsync(http, Request(clientId), headers);

    /// <summary>The error, or null.</summary>
    private async Task<string?> SendAsync(HttpClient http, IEnumerable<KeyValuePair<string, string>> parameters, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, fleet.Endpoints.InteractiveAuthorization) { Content = new FormUrlEncodedContent(parameters) };
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var response = await http.SendAsync(request);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]?.GetValue<string>();
    }
}
