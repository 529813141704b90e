using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Eudiplo.WalletSimulator.InteractiveAuthorization;
using Eudiplo.WalletSimulator.Jose;
using Eudiplo.WalletSimulator.Keys;
using Eudiplo.WalletSimulator.OAuth;

namespace Eudiplo.WalletSimulator.Credentials;

/// <summary>The wallet's calls with its access token. Error replies are values; only a broken connection throws.</summary>
/// <param name="http">How requests travel.</param>
/// <param name="issuer">Where the issuer is.</param>
/// <param name="accessToken">The access token.</param>
/// <param name="dpop">Makes the proofs of a bound token; null for a bearer token.</param>
public sealed class CredentialClient(HttpClient http, CredentialIssuer issuer, string accessToken, DpopProof? dpop = null)
{
    private string? _dpopNonce;

    /// <summary>A key proof (OID4VCI, "jwt Proof Type").</summary>
    public static string Proof(EcKey key, string issuer, string nonce, string? clientId, DateTimeOffset now)
    {
        var payload = new JsonObject { ["aud"] = issuer, ["iat"] = now.ToUnixTimeSeconds(), ["nonce"] = nonce };
        if (clientId is not null)
        {
            payload["iss"] = clientId;
        }

        return CompactJws.Sign(new JsonObject { ["typ"] = "openid4vci-proof+jwt", ["alg"] = "ES256", ["jwk"] = key.PublicJwk() }, payload, key);
    }

    /// <summary>Gets a `c_nonce`; null when there is none in the reply.</summary>
    public async Task<string?> NonceAsync(CancellationToken cancellation = default)
    {
        using var response = await http.PostAsync(issuer.Nonce, null, cancellation);
        return ReplyMember.Text(await ReplyBody.ReadAsync(response, cancellation), "c_nonce");
    }

    /// <summary>Asks for credentials.</summary>
    /// <param name="request">The request, without members for encryption.</param>
    /// <param name="encrypts">Whether request and response are to be encrypted, the request where the issuer has a key for it.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public async Task<CredentialReply> RequestAsync(JsonObject request, bool encrypts, CancellationToken cancellation = default)
    {
        if (!encrypts)
        {
            return await PostAsync(issuer.Credential, () => Content(Encoding.UTF8.GetBytes(request.ToJsonString(JsonText.Plain)), "application/json"), null, cancellation);
        }

        using var answerKey = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var body = WithAnswerKey(request, answerKey);
        var sent = issuer.Metadata["credential_request_encryption"] is JsonObject encryption
            ? () => Content(Encoding.ASCII.GetBytes(Encrypt(body, encryption)), "application/jwt")
            : (Func<HttpContent>)(() => Content(Encoding.UTF8.GetBytes(body.ToJsonString(JsonText.Plain)), "application/json"));
        return await PostAsync(issuer.Credential, sent, answerKey, cancellation);
    }

    /// <summary>Tells the issuer what became of a credential response.</summary>
    public Task<CredentialReply> NotifyAsync(string notificationId, string what, CancellationToken cancellation = default)
    {
        var body = new JsonObject { ["notification_id"] = notificationId, ["event"] = what }.ToJsonString(JsonText.Plain);
        return PostAsync(
            issuer.Notification ?? throw new InvalidOperationException("The issuer has no notification endpoint."),
            () => Content(Encoding.UTF8.GetBytes(body), "application/json"),
            null,
            cancellation);
    }

    /// <summary>Sends anything to the credential endpoint.</summary>
    public Task<CredentialReply> SendAsync(string body, string mediaType, ECDiffieHellman? answerKey = null, CancellationToken cancellation = default) =>
        PostAsync(issuer.Credential, () => Content(Encoding.UTF8.GetBytes(body), mediaType), answerKey, cancellation);

    /// <summary>The request with the key that its response is to be encrypted to.</summary>
    public static JsonObject WithAnswerKey(JsonObject request, ECDiffieHellman answerKey)
    {
        var point = answerKey.ExportParameters(includePrivateParameters: false).Q;
        var body = (JsonObject)request.DeepClone();
        body["credential_response_encryption"] = new JsonObject
        {
            ["jwk"] = new JsonObject
            {
                ["kty"] = "EC",
                ["crv"] = "P-256",
                ["use"] = "enc",
                ["alg"] = "ECDH-ES",
                ["kid"] = "answer",
                ["x"] = System.Buffers.Text.Base64Url.EncodeToString(point.X!),
                ["y"] = System.Buffers.Text.Base64Url.EncodeToString(point.Y!),
            },
            ["enc"] = "A256GCM",
        };
        return body;
    }

    /// <summary>A request encrypted to the issuer's key (OID4VCI, "Encrypted Credential Requests and Responses").</summary>
    /// <param name="body">The request.</param>
    /// <param name="encryption">`credential_request_encryption` of the issuer's metadata.</param>
    public static string Encrypt(JsonObject body, JsonObject encryption)
    {
        var key = encryption["jwks"]!["keys"]!.AsArray().OfType<JsonObject>().First(k => (string?)k["crv"] == "P-256");
        var point = new ECPoint
        {
            X = System.Buffers.Text.Base64Url.DecodeFromChars((string)key["x"]!),
            Y = System.Buffers.Text.Base64Url.DecodeFromChars((string)key["y"]!),
        };
        return EcdhEsJwe.Encrypt(JsonSerializer.SerializeToUtf8Bytes(body, JsonText.Plain), point, (string?)key["kid"], (string)encryption["enc_values_supported"]![0]!);
    }

    private static ByteArrayContent Content(byte[] body, string mediaType)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        return content;
    }

    private async Task<CredentialReply> PostAsync(Uri address, Func<HttpContent> content, ECDiffieHellman? answerKey, CancellationToken cancellation)
    {
        var known = _dpopNonce;
        var reply = await PostOnceAsync(address, content(), answerKey, cancellation);
        return dpop is not null && reply.Challenge.Contains("use_dpop_nonce", StringComparison.Ordinal) && _dpopNonce != known
            ? await PostOnceAsync(address, content(), answerKey, cancellation)
            : reply;
    }

    private async Task<CredentialReply> PostOnceAsync(Uri address, HttpContent content, ECDiffieHellman? answerKey, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue(dpop is null ? "Bearer" : "DPoP", accessToken);
        if (dpop is not null)
        {
            request.Headers.Add("DPoP", dpop.Create("POST", address, _dpopNonce, accessToken));
        }

        using var response = await http.SendAsync(request, cancellation);
        if (response.Headers.TryGetValues("DPoP-Nonce", out var nonces))
        {
            _dpopNonce = nonces.Single();
        }

        var challenge = response.Headers.WwwAuthenticate.ToString();
        return answerKey is not null && response.Content.Headers.ContentType?.MediaType == "application/jwt"
            ? new CredentialReply(
                response.StatusCode,
                JsonNode.Parse(EcdhEsJwe.Decrypt(await response.Content.ReadAsStringAsync(cancellation), answerKey)) as JsonObject,
                true,
                challenge)
            : new CredentialReply(response.StatusCode, await ReplyBody.ReadAsync(response, cancellation), false, challenge);
    }
}
