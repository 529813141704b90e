using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Eudiplo.WalletSimulator.Jose;
using Eudiplo.WalletSimulator.Keys;

namespace Eudiplo.WalletSimulator.SdJwt;

/// <summary>An issuer of SD-JWT VCs: the PID provider of the simulated world.</summary>
/// <param name="identifier">The claim `iss`.</param>
/// <param name="key">Signs the credentials.</param>
/// <param name="clock">Where validity is counted from.</param>
public sealed class SdJwtIssuer(string identifier, EcKey key, TimeProvider clock)
{
    /// <summary>The claim `iss`.</summary>
    public string Identifier => identifier;

    /// <summary>The signing key.</summary>
    public EcKey Key => key;

    /// <summary>The public keys as a JWK Set, for the verifier's configuration.</summary>
    public JsonObject Jwks() => new() { ["keys"] = new JsonArray(key.PublicJwk(withKeyId: true)) };

    /// <summary>Issues a credential and gives it to the holder.</summary>
    public SdJwtCredential Issue(SdJwtIssuance issuance)
    {
        var compact = IssueCompact(issuance);
        return SdJwtCredential.Parse(compact, issuance.Holder ?? key);
    }

    /// <summary>Issues a credential in its compact form, every disclosure included, ended by a tilde.</summary>
    public string IssueCompact(SdJwtIssuance issuance)
    {
        var now = clock.GetUtcNow();
        var disclosures = new List<Disclosure>();
        var hash = SdHash.FromName(issuance.HashName);
        var payload = Conceal(issuance.Claims, [], issuance, hash, disclosures);
        payload["iss"] = issuance.Issuer ?? identifier;
        payload["iat"] = (issuance.NotBefore ?? now).ToUnixTimeSeconds();
        payload["exp"] = (issuance.Expires ?? now.AddDays(1)).ToUnixTimeSeconds();
        if (issuance.NotBefore is { } notBefore)
        {
            payload["nbf"] = notBefore.ToUnixTimeSeconds();
        }

        if (issuance.Type is not null)
        {
            payload["vct"] = issuance.Type;
        }

        if (issuance.HashName is not null)
        {
            payload["_sd_alg"] = issuance.HashName;
        }

        if (issuance.Holder is not null)
        {
            payload["cnf"] = new JsonObject { ["jwk"] = issuance.Holder.PublicJwk() };
        }

        var header = new JsonObject { ["alg"] = "ES256", ["typ"] = issuance.HeaderType };
        if (issuance.Certificates.Count > 0)
        {
            // x5c is base64 with padding, not base64url (RFC 7515, section 4.1.6).
            header["x5c"] = new JsonArray([.. issuance.Certificates.Select(der => (JsonNode)Convert.ToBase64String(der))]);
        }
        else
        {
            header["kid"] = key.KeyId;
        }

        issuance.Adjust?.Invoke(header, payload);
        var jwt = CompactJws.Sign(header, payload, issuance.SigningKey ?? key);
        return string.Concat(jwt, "~", string.Concat(disclosures.Select(disclosure => disclosure.Encoded + "~")));
    }

    private static JsonObject Conceal(
        JsonObject claims, List<object> path, SdJwtIssuance issuance, HashAlgorithmName hash, List<Disclosure> disclosures)
    {
        var result = new JsonObject();
        var digests = new List<string>();
        foreach (var (name, value) in claims)
        {
            path.Add(name);
            var inner = ConcealInside(value, path, issuance, hash, disclosures);
            if (issuance.Selective(path))
            {
                var disclosure = Disclosure.Create(name, inner);
                disclosures.Add(disclosure);
                digests.Add(disclosure.Digest(hash));
            }
            else
            {
                result[name] = inner;
            }

            path.RemoveAt(path.Count - 1);
        }

        for (var i = 0; i < issuance.Decoys; i++)
        {
            digests.Add(Base64Url.EncodeToString(CryptographicOperations.HashData(hash, RandomNumberGenerator.GetBytes(32))));
        }

        if (digests.Count > 0)
        {
            // Sorted, so that the order of digests says nothing about the order of claims (RFC 9901, section 4.2.4.1).
            digests.Sort(StringComparer.Ordinal);
            result["_sd"] = new JsonArray([.. digests.Select(digest => (JsonNode)digest)]);
        }

        return result;
    }

    private static JsonNode? ConcealInside(
        JsonNode? value, List<object> path, SdJwtIssuance issuance, HashAlgorithmName hash, List<Disclosure> disclosures)
    {
        switch (value)
        {
            case JsonObject inner:
                return Conceal(inner, path, issuance, hash, disclosures);
            case JsonArray array:
                var result = new JsonArray();
                for (var i = 0; i < array.Count; i++)
                {
                    path.Add(i);
                    var element = ConcealInside(array[i], path, issuance, hash, disclosures);
                    if (issuance.Selective(path))
                    {
                        var disclosure = Disclosure.Create(null, element);
                        disclosures.Add(disclosure);
                        result.Add(new JsonObject { ["..."] = disclosure.Digest(hash) });
                    }
                    else
                    {
                        result.Add(element);
                    }

                    path.RemoveAt(path.Count - 1);
                }

                return result;
            default:
                return value?.DeepClone();
        }
    }
}
