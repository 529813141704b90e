using System.Text;
using System.Text.Json;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Protocol.SdJwt;

/// <summary>A disclosure (RFC 9901 section 4.2).</summary>
public sealed class Disclosure
{
    private Disclosure(string digest, string? name, JsonElement value) => (Digest, Name, Value) = (digest, name, value);

    /// <summary>Its digest in base64url.</summary>
    public string Digest { get; }

    /// <summary>The claim's name; null for an array element.</summary>
    public string? Name { get; }

    /// <summary>The claim's value as sent: digests may be in it.</summary>
    public JsonElement Value { get; }

    /// <summary>Whether it puts a claim at the top level of the payload.</summary>
    public bool IsTopLevel { get; internal set; }

    internal bool IsUsed { get; set; }

    internal static Disclosure? Parse(string text, SdHash hash, int maxDepth, out SdJwtError error)
    {
        error = SdJwtError.DisclosureMalformed;
        if (!StrictBase64Url.TryDecode(text, out var octets)
            || !StrictJson.TryParse(octets, out var json, maxDepth)
            || json.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var count = json.GetArrayLength();
        error = count is not (2 or 3) ? SdJwtError.DisclosureArity
            : json[0].ValueKind != JsonValueKind.String ? SdJwtError.SaltNotString
            : count == 3 && json[1].ValueKind != JsonValueKind.String ? SdJwtError.NameNotString
            : SdJwtError.None;
        if (error != SdJwtError.None)
        {
            return null;
        }

        var name = count == 3 ? json[1].GetString() : null;
        if (name is "_sd" or "..." or SdHash.Claim)
        {
            error = SdJwtError.ReservedName;
            return null;
        }

        return new Disclosure(hash.Digest(Encoding.ASCII.GetBytes(text)), name, json[count - 1]);
    }
}
