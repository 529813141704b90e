using System.Net;
using System.Text;
using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.WalletSimulator.OAuth;
using Eudiplo.WalletSimulator;
using FsCheck;
using FsCheck.Fluent;

namespace Eudiplo.Gateway.Tests.BadInput;

/// <summary>Generated garbage at every endpoint: a 4xx with a JSON error each time, and a session under way loses nothing by it.</summary>
public sealed class GarbageTests
{
    private static readonly string[] Names =
    [
        "response_type", "client_id", "client_secret", "redirect_uri", "scope", "authorization_details", "code_challenge",
        "code_challenge_method", "interaction_types_supported", "issuer_state", "state", "auth_session", "openid4vp_response",
        "code_verifier", "data", "grant_type", "code", "request", "request_uri", "refresh_token", "x",
    ];

    private static readonly string[] Values =
    [
        "", "code", "S256", "plain", "web-credential", "citizen-credential", "openid4vp_presentation,redirect_to_web", "[", "{}", "null", "[[]]",
        """[{"type":"openid_credential","credential_configuration_id":"web-credential"}]""", """{"vp_token":{}}""", """{"vp_token":{"pid":["a~b~c"]}}""",
        """{"error":"x"}""", "authorization_code", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
        "01a201d9-b676-7602-acea-0b0a4a502756", "AaIB2MS-fsOFs5O7osbELqmoyXXyBXTpC4yQHjBIklT4ogVVBMY-aVrTrvd6WycU", "https://w.example/cb",
        "\u0000", "\ud83d\ude00", "%", "\r\nX: y", "' or 1=1 --",
    ];

    [Fact]
    public async Task Garbage_is_refused_with_a_json_error_and_loses_nothing()
    {
        await using var host = await GatewayHost.StartAsync();
        var (wallet, pkce) = (host.Wallet(), Pkce.Generate());
        var asked = await wallet.StartAsync("citizen-credential", pkce);
        var requests = Gen.Sample(RequestGen(asked.AuthSession!), 50, new Rnd(GeneratedInput.Seed), 1_500);

        foreach (var (path, contentType, body) in requests)
        {
            using var response = await BadInputTests.PostAsync(host, path, contentType, body);
            var text = Encoding.UTF8.GetString(body);
            Assert.True((int)response.StatusCode is >= 200 and < 500, $"{(int)response.StatusCode} for {contentType} at {path}: {text}");
            if (response.StatusCode != HttpStatusCode.OK)
            {
                await BadInputTests.AssertErrorAsync(response);
            }
        }

        Assert.NotNull((await wallet.PresentAsync(asked.AuthSession!, Flows.FlowTests.Answer(host, wallet, asked))).Code);
    }

    private static Gen<(string Path, string ContentType, byte[] Body)> RequestGen(string authSession)
    {
        var paths = Gen.Elements(
            "/demo/oid4vci/authorize/interactive",
            "/demo/oid4vci/authorize/interactive/complete-web-auth/01a201d9-b676-7602-acea-0b0a4a502756",
            "/demo/oid4vci/authorize/interactive/complete-web-auth/x",
            "/demo/oid4vci/token");

        // A wrong answer to the one session that must survive counts as a try, so its auth_session comes with everything but an answer.
        var ids = Gen.Elements(authSession[..^1], authSession + "A", authSession.ToUpperInvariant());
        var values = Gen.OneOf(Gen.Elements(Values), ids, ArbMap.Default.ArbFor<string>().Generator.Select(s => s ?? ""));
        var pairs = Gen.Elements(Names).Zip(values).ListOf().Select(l => l.ToArray());
        var forms = pairs.Select(p => ("application/x-www-form-urlencoded", string.Join('&', p.Select(v => $"{v.Item1}={Escape(v.Item2)}"))));
        var json = pairs.Select(p => ("application/json", "{" + string.Join(',', p.Select(v => $"\"{v.Item1}\":{JsonValue(v.Item2)}")) + "}"));
        var texts = ArbMap.Default.ArbFor<string>().Generator.Select(s => ("application/json", s ?? ""));
        var bytes = ArbMap.Default.ArbFor<byte[]>().Generator.Zip(Gen.Elements("application/json", "application/x-www-form-urlencoded", "", "a/b"));
        var bodies = Gen.OneOf(
            Gen.OneOf(forms, json, texts).Select(b => (b.Item1, Encoding.UTF8.GetBytes(b.Item2))),
            bytes.Select(b => (b.Item2, b.Item1 ?? [])));
        return paths.Zip(bodies).Select(r => (r.Item1, r.Item2.Item1, r.Item2.Item2));
    }

    private static string Escape(string value) => Uri.EscapeDataString(value.Replace("\ud800", "", StringComparison.Ordinal));

    private static string JsonValue(string value) =>
        value.StartsWith('[') || value.StartsWith('{') || value == "null" ? value : System.Text.Json.JsonSerializer.Serialize(value);
}
