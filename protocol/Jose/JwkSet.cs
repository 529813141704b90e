using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Eudiplo.Protocol.Jose;

/// <summary>
/// A JWK Set (RFC 7517 section 5). Members that Eudiplo cannot use (other key types, private keys) are left out, as the section
/// asks; a set in which nothing is usable is still a set.
/// </summary>
/// <param name="Keys">The usable keys in their order.</param>
public sealed record JwkSet(IReadOnlyList<Jwk> Keys)
{
    /// <summary>The most keys that are read from one set.</summary>
    public const int MaxKeys = 64;

    /// <summary>Reads a set; false when the text is no JSON object with an array <c>keys</c> of at most <see cref="MaxKeys"/>.</summary>
    public static bool TryParse(string json, [NotNullWhen(true)] out JwkSet? set)
    {
        set = null;
        return StrictJson.TryParse(json, out var element) && TryParse(element, out set);
    }

    /// <summary>Reads a set; false when it is no JSON object with an array <c>keys</c> of at most <see cref="MaxKeys"/>.</summary>
    public static bool TryParse(JsonElement json, [NotNullWhen(true)] out JwkSet? set)
    {
        set = null;
        if (json.ValueKind != JsonValueKind.Object
            || !json.TryGetProperty("keys", out var members)
            || members.ValueKind != JsonValueKind.Array
            || members.GetArrayLength() > MaxKeys)
        {
            return false;
        }

        var keys = new List<Jwk>();
        foreach (var member in members.EnumerateArray())
        {
            if (Jwk.TryParse(member, out var key, out _) && key.TryImport())
            {
                keys.Add(key);
            }
        }

        set = new JwkSet(keys);
        return true;
    }

    /// <summary>
    /// The key for a JWS: the one that its <c>kid</c> names, or, when it names none, the only one that fits the algorithm. Null when
    /// there is none or the choice is not clear.
    /// </summary>
    public Jwk? Select(string? keyId, JwsAlgorithms algorithm)
    {
        Jwk? found = null;
        foreach (var key in Keys)
        {
            if (!key.Fits(algorithm) || (keyId is not null && key.KeyId != keyId))
            {
                continue;
            }

            if (found is not null)
            {
                return null;
            }

            found = key;
        }

        // A set of one key without a kid is a pinned key: there is nothing that the JWS's kid could choose.
        return found ?? (Keys.Count == 1 && Keys[0].KeyId is null && Keys[0].Fits(algorithm) ? Keys[0] : null);
    }
}
