using System.Buffers;
using System.Text.Json;

namespace Eudiplo.Protocol.SdJwt;

/// <summary>
/// Puts disclosures in their places (RFC 9901 section 7.1, steps 3 to 5). Linear in the text: a digest counts once, so every
/// disclosure is written at most once.
/// </summary>
public sealed class DisclosureProcessor
{
    private readonly Dictionary<string, Disclosure> _disclosures;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Utf8JsonWriter _writer;
    private readonly int _maxDepth;
    private SdJwtError _error;

    private DisclosureProcessor(Dictionary<string, Disclosure> disclosures, Utf8JsonWriter writer, int maxDepth) =>
        (_disclosures, _writer, _maxDepth) = (disclosures, writer, maxDepth);

    /// <summary>Processes a payload whose signature was verified; null, with the rule that is broken, when it is refused.</summary>
    /// <param name="payload">The issuer's payload, an object without duplicate members.</param>
    /// <param name="disclosures">The disclosures as sent, in base64url.</param>
    /// <param name="limits">Limits of depth.</param>
    /// <param name="error">The rule that is broken.</param>
    public static ProcessedPayload? Process(
        JsonElement payload, IReadOnlyList<string> disclosures, SdJwtLimits limits, out SdJwtError error)
    {
        if (SdHash.Of(payload) is not { } hash)
        {
            error = SdJwtError.HashAlgorithm;
            return null;
        }

        var byDigest = new Dictionary<string, Disclosure>(disclosures.Count, StringComparer.Ordinal);
        foreach (var text in disclosures)
        {
            if (Disclosure.Parse(text, hash, limits.MaxDepth, out error) is not { } disclosure)
            {
                return null;
            }

            if (!byDigest.TryAdd(disclosure.Digest, disclosure))
            {
                error = SdJwtError.DuplicateDisclosure;
                return null;
            }
        }

        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            var processor = new DisclosureProcessor(byDigest, writer, limits.MaxDepth);
            processor.WriteObject(payload, depth: 1);
            error = processor._error != SdJwtError.None ? processor._error
                : byDigest.Values.Any(one => !one.IsUsed) ? SdJwtError.UnreferencedDisclosure
                : SdJwtError.None;
        }

        return error == SdJwtError.None
            ? new ProcessedPayload(
                JsonElement.Parse(buffer.WrittenSpan, new JsonDocumentOptions { MaxDepth = limits.MaxDepth }), [.. byDigest.Values])
            : null;
    }

    private bool Fail(SdJwtError error)
    {
        _error = error;
        return false;
    }

    private bool Write(JsonElement value, int depth) => value.ValueKind switch
    {
        JsonValueKind.Object => WriteObject(value, depth),
        JsonValueKind.Array => WriteArray(value, depth),
        _ => WriteScalar(value),
    };

    private bool WriteScalar(JsonElement value)
    {
        value.WriteTo(_writer);
        return true;
    }

    private bool WriteObject(JsonElement value, int depth)
    {
        if (depth > _maxDepth)
        {
            return Fail(SdJwtError.TooDeep);
        }

        List<Disclosure>? disclosed = null;
        _writer.WriteStartObject();
        foreach (var member in value.EnumerateObject())
        {
            if (member.NameEquals("_sd"u8))
            {
                if (!TryFind(member.Value, out disclosed))
                {
                    return false;
                }
            }
            else if (member.NameEquals("..."u8))
            {
                return Fail(SdJwtError.PlaceholderMalformed);
            }
            else if (member.NameEquals("_sd_alg"u8))
            {
                if (depth > 1)
                {
                    return Fail(SdJwtError.HashAlgorithmMisplaced);
                }
            }
            else
            {
                _writer.WritePropertyName(member.Name);
                if (!Write(member.Value, depth + 1))
                {
                    return false;
                }
            }
        }

        if (disclosed is not null && !WriteDisclosed(value, disclosed, depth))
        {
            return false;
        }

        _writer.WriteEndObject();
        return true;
    }

    private bool WriteDisclosed(JsonElement value, List<Disclosure> disclosed, int depth)
    {
        var names = value.EnumerateObject().Select(member => member.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var disclosure in disclosed)
        {
            if (!names.Add(disclosure.Name!))
            {
                return Fail(SdJwtError.ClaimExists);
            }

            disclosure.IsTopLevel = depth == 1;
            _writer.WritePropertyName(disclosure.Name!);
            if (!Write(disclosure.Value, depth + 1))
            {
                return false;
            }
        }

        return true;
    }

    private bool WriteArray(JsonElement value, int depth)
    {
        if (depth > _maxDepth)
        {
            return Fail(SdJwtError.TooDeep);
        }

        _writer.WriteStartArray();
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("..."u8, out var digest))
            {
                if (!Write(item, depth + 1))
                {
                    return false;
                }
            }
            else if (digest.ValueKind != JsonValueKind.String || item.EnumerateObject().Count() != 1)
            {
                return Fail(SdJwtError.PlaceholderMalformed);
            }
            else if (!TryUse(digest.GetString()!, inArray: true, out var disclosure)
                || (disclosure is not null && !Write(disclosure.Value, depth + 1)))
            {
                return false;
            }
        }

        _writer.WriteEndArray();
        return true;
    }

    private bool TryFind(JsonElement digests, out List<Disclosure>? disclosed)
    {
        disclosed = null;
        if (digests.ValueKind != JsonValueKind.Array)
        {
            return Fail(SdJwtError.DigestsMalformed);
        }

        foreach (var digest in digests.EnumerateArray())
        {
            if (digest.ValueKind != JsonValueKind.String)
            {
                return Fail(SdJwtError.DigestsMalformed);
            }

            if (!TryUse(digest.GetString()!, inArray: false, out var disclosure))
            {
                return false;
            }

            if (disclosure is not null)
            {
                (disclosed ??= []).Add(disclosure);
            }
        }

        return true;
    }

    /// <summary>The disclosure of a digest, or null for a decoy or what the holder keeps back; false when a rule is broken.</summary>
    private bool TryUse(string digest, bool inArray, out Disclosure? disclosure)
    {
        disclosure = null;
        if (!_seen.Add(digest))
        {
            return Fail(SdJwtError.DuplicateDigest);
        }

        if (!_disclosures.TryGetValue(digest, out disclosure))
        {
            return true;
        }

        disclosure.IsUsed = true;
        return inArray == (disclosure.Name is null) || Fail(SdJwtError.DisclosureArity);
    }
}
