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

    /// <summary>
    /// Whether a value has a member of a name that this format keeps for digests (RFC 9901, section 4.1). Such a value is never signed: whoever
    /// could put it there could put digests there, and afterwards show what they like as if it had been issued.
    /// </summary>
    public static bool HasDigests(JsonNode? value) => value switch
    {
        JsonObject members => members.Any(m => m.Key is "_sd" or "..." || HasDigests(m.Value)),
        JsonArray items => items.Any(HasDigests),
        _ => false,
    };

    /// <summary>Adds a claim; false when another claim stands in its way, or when the value <see cref="HasDigests"/>.</summary>
    /// <param name="path">The names that lead to it; the objects on the way are made.</param>
    /// <param name="value">The value.</param>
    /// <param name="isSelective">Whether the holder may keep it back.</param>
    public bool TryAdd(IReadOnlyList<string> path, JsonNode? value, bool isSelective)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (HasDigests(value) || Parent(path) is not { } parent)
        {
            return false;
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
        Digests(parent).Add(StrictBase64Url.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(disclosure))));
        return true;
    }

    /// <summary>
    /// Adds a decoy (RFC 9901, section 4.2.5) where a claim would stand that there is no value for: how many digests there are then does not
    /// tell which values there were. False when another claim stands in its way.
    /// </summary>
    /// <param name="path">The names that would lead to the claim.</param>
    public bool TryAddDecoy(IReadOnlyList<string> path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (Parent(path) is not { } parent)
        {
            return false;
        }

        Digests(parent).Add(StrictBase64Url.Encode(SHA256.HashData(RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes))));
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

    /// <summary>The object that a claim stands in; the objects on the way are made. Null when something else stands there.</summary>
    private JsonObject? Parent(IReadOnlyList<string> path)
    {
        var parent = _payload;
        foreach (var name in path.SkipLast(1))
        {
            if (!parent.ContainsKey(name))
            {
                parent[name] = new JsonObject();
            }

            if (parent[name] is not JsonObject next)
            {
                return null;
            }

            parent = next;
        }

        return parent;
    }

    private List<string> Digests(JsonObject parent)
    {
        if (!_digests.TryGetValue(parent, out var digests))
        {
            _digests[parent] = digests = [];
        }

        return digests;
    }
}
