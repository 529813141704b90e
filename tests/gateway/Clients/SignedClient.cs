using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.WalletSimulator.InteractiveAuthorization;
using Eudiplo.WalletSimulator.Jose;
using Eudiplo.WalletSimulator.Keys;
using Eudiplo.WalletSimulator.OAuth;

namespace Eudiplo.Gateway.Tests.Clients;

/// <summary>A client that signs, and what it can send to the server of a test.</summary>
internal sealed class SignedClient(string clientId)
{
    public const string Issuer = "https://issuer.example/demo";

    public EcKey Key { get; } = EcKey.Generate();

    public string ClientId => clientId;

    /// <summary>A client assertion (RFC 7523, section 2.2).</summary>
    public string Assertion(Action<JsonObject, JsonObject>? adjust = null)
    {
        var header = new JsonObject { ["alg"] = "ES256" };
        var payload = new JsonObject
        {
            ["iss"] = clientId,
            ["sub"] = clientId,
            ["aud"] = Issuer,
            ["jti"] = Guid.NewGuid().ToString(),
            ["exp"] = Now + 60,
        };
        adjust?.Invoke(header, payload);
        return CompactJws.Sign(header, payload, Key);
    }

    /// <summary>An attestation of this client's key by an attester.</summary>
    public string Attestation(EcKey attester, Action<JsonObject, JsonObject>? adjust = null)
    {
        var header = new JsonObject { ["alg"] = "ES256", ["typ"] = "oauth-client-attestation+jwt" };
        var payload = new JsonObject
        {
            ["iss"] = "https://attester.example",
            ["sub"] = clientId,
            ["exp"] = Now + 3600,
            ["cnf"] = new JsonObject { ["jwk"] = Key.PublicJwk() },
        };
        adjust?.Invoke(header, payload);
        return CompactJws.Sign(header, payload, attester);
    }

    /// <summary>The proof that goes with it.</summary>
    public string Proof(string? challenge = null, EcKey? key = null, Action<JsonObject, JsonObject>? adjust = null)
    {
        var header = new JsonObject { ["alg"] = "ES256", ["typ"] = "oauth-client-attestation-pop+jwt" };
        var payload = new JsonObject
        {
            ["iss"] = clientId,
            ["aud"] = Issuer,
            ["jti"] = Guid.NewGuid().ToString(),
            ["iat"] = Now,
        };
        if (challenge is not null)
        {
            payload["challenge"] = challenge;
        }

        adjust?.Invoke(header, payload);
        return CompactJws.Sign(header, payload, key ?? Key);
    }

    /// <summary>A JWT whose <c>HS256</c> was made with the text of this client's public key: what a server takes that mixes up kinds of keys.</summary>
    public string WithHmac(JsonObject header, JsonObject payload)
    {
        header["alg"] = "HS256";
        var signed = CompactJws.Unsecured(header, payload).TrimEnd('.');
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key.PublicJwk().ToJsonString()), Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>An initial request of the web flow.</summary>
    public IEnumerable<KeyValuePair<string, string>> Initial(GatewayHost host, Pkce pkce) =>
        host.Wallet(clientId: clientId).RequestFor("guide-credential", pkce).Parameters();

    /// <summary>Sends a form with headers.</summary>
    public static async Task<SignedReply> PostAsync(
        GatewayHost host, Uri address, IEnumerable<KeyValuePair<string, string>> parameters, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(parameters) };
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var response = await host.Http.SendAsync(request);
        return new SignedReply(
            response.StatusCode,
            (JsonObject)JsonNode.Parse(await response.Content.ReadAsStringAsync())!,
            response.Headers.TryGetValues("OAuth-Client-Attestation-Challenge", out var values) ? values.Single() : null);
    }

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
}
