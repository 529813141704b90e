using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Eudiplo.Unit.Tests.SdJwt;

/// <summary>
/// An SD-JWT VC in the making, and its presentation: every part is a field that a test may change before it is minted. None of the
/// code under test is used.
/// </summary>
public sealed class TestCredential(TestKey issuer, TestKey holder)
{
    public const string Nonce = "n-0S6_WzA2Mj-0123456789";
    public const string Audience = "iae:https://issuer.example";
    public const string Vct = "https://credentials.example.com/identity_credential";
    public const string IssuerId = "https://pid.example";
    public static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    public TestKey IssuerKey { get; set; } = issuer;

    public TestKey HolderKey { get; set; } = holder;

    public JsonObject Header { get; } = new() { ["alg"] = "ES256", ["typ"] = "dc+sd-jwt", ["kid"] = "k1" };

    public JsonObject Payload { get; } = new()
    {
        ["iss"] = IssuerId,
        ["vct"] = Vct,
        ["iat"] = Now.ToUnixTimeSeconds() - 86_400,
        ["nbf"] = Now.ToUnixTimeSeconds() - 86_400,
        ["exp"] = Now.ToUnixTimeSeconds() + 86_400,
        ["cnf"] = new JsonObject { ["jwk"] = holder.Jwk() },
    };

    public List<string> Disclosures { get; } = [];

    public JsonObject BindingHeader { get; } = new() { ["alg"] = "ES256", ["typ"] = "kb+jwt" };

    public JsonObject BindingPayload { get; } = new() { ["nonce"] = Nonce, ["aud"] = Audience, ["iat"] = Now.ToUnixTimeSeconds() };

    public HashAlgorithmName Hash { get; set; } = HashAlgorithmName.SHA256;

    public string Digest(string text) => TestKey.Text(CryptographicOperations.HashData(Hash, Encoding.ASCII.GetBytes(text)));

    /// <summary>Makes a disclosure of any JSON text, and returns its digest.</summary>
    public string Disclose(string json)
    {
        Disclosures.Add(TestKey.Text(json));
        return Digest(Disclosures[^1]);
    }

    public string DiscloseMember(string name, string json) =>
        Disclose($"[{JsonSerializer.Serialize(Salt())},{JsonSerializer.Serialize(name)},{json}]");

    public string DiscloseItem(string json) => Disclose($"[{JsonSerializer.Serialize(Salt())},{json}]");

    /// <summary>Puts digests into an object's <c>_sd</c>.</summary>
    public static void Embed(JsonObject into, params string[] digests)
    {
        var list = into["_sd"] as JsonArray ?? [];
        into["_sd"] = list;
        foreach (var digest in digests)
        {
            list.Add(digest);
        }
    }

    public TestCredential WithClaim(string name, string json)
    {
        Embed(Payload, DiscloseMember(name, json));
        return this;
    }

    public string IssuerJwt() => IssuerKey.Sign(Header.ToJsonString(), Payload.ToJsonString());

    public string WithoutBinding() => WithoutBinding(IssuerJwt());

    public string WithoutBinding(string jwt) => string.Concat(Disclosures.Prepend(jwt).Select(one => one + "~"));

    public string Present() => Bind(WithoutBinding());

    public string Bind(string sdJwt)
    {
        var payload = BindingPayload.DeepClone().AsObject();
        if (!payload.ContainsKey("sd_hash"))
        {
            payload["sd_hash"] = Digest(sdJwt);
        }

        return sdJwt + HolderKey.Sign(BindingHeader.ToJsonString(), payload.ToJsonString());
    }

    private static string Salt() => TestKey.Text(RandomNumberGenerator.GetBytes(16));
}
