using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Protocol.SdJwt;

/// <summary>
/// Puts together an SD-JWT VC (RFC 9901; SD-JWT VC). A claim that is selectively disclosable stands in its object's <c>_sd</c> as the digest of
/// a disclosure with a salt of 128 random bits; digests are sorted, so that their order tells nothing.
/// </summary>
public sealed class SdJwtVcBuilder
{
    /// <summary>The <c>typ</c> of the issuer's JWT.</summary>
    public const string Type = "dc+sd-jwt";

    private static readonly HashSet<string> Reserved =
        new(["iss", "iat", "nbf", "exp", "cnf", "vct", "vct#integrity", "status", "_sd", "_sd_alg", "...", "sub"], StringComparer.Ordinal);

    private readonly JsonObject _payload = [];
    private readonly Dictionary<JsonObject, List<string>> _digests = [];
    private readonly List<string> _disclosures = [];

    /// <summary>Whether a name is one that the format itself uses at the top level, and no claim may have.</summary>
    public static bool IsReserved(string name) => Reserved.Contains(name);

    /// <summary>Sets a member of the payload that is never selectively disclosable, such as <c>iss</c> or <c>cnf</c>.</summary>
    public SdJwtVcBuilder Set(string name, JsonNode value)
    {
        _payload[name] = value;
        return this;
    }

    /// <summary>Adds a claim; false when another claim stands in its way.</summary>
    /// <param name="path">The names that lead to it; the objects on the way are made.</param>
    /// <param name="value">The value.</param>
    /// <param name="isSelective">Whether the holder may keep it back.</param>
    public bool TryAdd(IReadOnlyList<string> path, JsonNode? value, bool isSelective)
    {
        ArgumentNullException.ThrowIfNull(path);
        var parent = _payload;
        foreach (var name in path.SkipLast(1))
        {
            if (parent[name] is null && !parent.ContainsKey(name))
            {
                parent[name] = new JsonObject();
            }

            if (parent[name] is not JsonObject next)
            {
                return false;
            }

            parent = next;
        }

        if (parent.ContainsKey(path[^1]))
        {
            return false;
        }

        if (!isSelective)
        {
            parent[path[^1]] = value?.DeepClone();
            return true;
        }

        var disclosure = StrictBase64Url.Encode(Encoding.UTF8.GetBytes(
            new JsonArray(StrictBase64Url.Encode(RandomNumberGenerator.GetBytes(16)), path[^1], value?.DeepClone()).ToJsonString()));
        _disclosures.Add(disclosure);
        if (!_digests.TryGetValue(parent, out var digests))
        {
            _digests[parent] = digests = [];
        }

        digests.Add(StrictBase64Url.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(disclosure))));
        return true;
    }

    /// <summary>Signs the credential.</summary>
    /// <returns>The compact serialization with every disclosure and no key binding: <c>jwt~d1~d2~</c>.</returns>
    public string Sign(JwsSigner signer)
    {
        ArgumentNullException.ThrowIfNull(signer);
        foreach (var (parent, digests) in _digests)
        {
            parent["_sd"] = new JsonArray([.. digests.Order(StringComparer.Ordinal).Select(d => (JsonNode)d)]);
        }

        if (_digests.Count > 0)
        {
            _payload["_sd_alg"] = "sha-256";
        }

        var text = new StringBuilder(signer.Sign(Type, Encoding.UTF8.GetBytes(_payload.ToJsonString()))).Append('~');
        foreach (var disclosure in _disclosures)
        {
            text.Append(disclosure).Append('~');
        }

        return text.ToString();
    }
}
