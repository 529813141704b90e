using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Eudiplo.Protocol.Jose;

/// <summary>
/// A JWS in compact serialization (RFC 7515 section 7.1), read strictly and not yet verified: nothing in it may be believed before
/// <see cref="Verify"/> has said <see cref="JwsError.None"/>.
/// </summary>
public sealed class CompactJws
{
    private readonly byte[] _signed;
    private readonly byte[] _signature;
    private readonly byte[][]? _certificates;

    private CompactJws(JsonElement header, byte[][]? certificates, JwsAlgorithms algorithm, byte[] payload, byte[] signed, byte[] signature)
    {
        Header = header;
        _certificates = certificates;
        Algorithm = algorithm;
        Payload = payload;
        _signed = signed;
        _signature = signature;
        KeyId = header.TryGetString("kid", out var keyId) ? keyId : null;
        Type = header.TryGetString("typ", out var type) ? type : null;
    }

    /// <summary>The protected header.</summary>
    public JsonElement Header { get; }

    /// <summary>The one algorithm of <c>alg</c>.</summary>
    public JwsAlgorithms Algorithm { get; }

    /// <summary><c>kid</c>, if any.</summary>
    public string? KeyId { get; }

    /// <summary><c>typ</c>, if any, as written.</summary>
    public string? Type { get; }

    /// <summary>The decoded payload.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>
    /// Whether <c>typ</c> is this media type: without regard to case, and with or without <c>application/</c> (RFC 7515 section
    /// 4.1.9).
    /// </summary>
    public bool IsType(string type)
    {
        const string Prefix = "application/";
        var own = Type.AsSpan();
        if (own.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            own = own[Prefix.Length..];
        }

        return own.Equals(type, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Reads a compact JWS; null, with the reason, when it is refused.</summary>
    /// <param name="text">The three parts.</param>
    /// <param name="limits">What it may weigh.</param>
    /// <param name="error">Why it is refused.</param>
    public static CompactJws? Parse(ReadOnlySpan<char> text, JwsLimits limits, out JwsError error)
    {
        if (text.Length > limits.MaxLength)
        {
            error = JwsError.TooLong;
            return null;
        }

        var first = text.IndexOf('.');
        var second = first < 0 ? -1 : first + 1 + text[(first + 1)..].IndexOf('.');
        if (first <= 0 || second <= first || first > limits.MaxHeaderLength)
        {
            error = first > limits.MaxHeaderLength ? JwsError.TooLong : JwsError.NotCompact;
            return null;
        }

        if (!StrictBase64Url.TryDecode(text[..first], out var headerOctets)
            || !StrictBase64Url.TryDecode(text[(first + 1)..second], out var payload)
            || !StrictBase64Url.TryDecode(text[(second + 1)..], out var signature)
            || signature.Length == 0)
        {
            error = JwsError.NotCompact;
            return null;
        }

        byte[][]? certificates = null;
        if (!StrictJson.TryParse(headerOctets, out var header, limits.MaxDepth)
            || !HasRightTypes(header)
            || (header.TryGetProperty("x5c", out var chain) && !TryRead(chain, limits, out certificates)))
        {
            error = JwsError.MalformedHeader;
            return null;
        }

        // Nothing is known that crit could name, and an empty crit is forbidden (RFC 7515 section 4.1.11).
        if (header.TryGetProperty("crit", out _))
        {
            error = JwsError.CriticalHeaderNotUnderstood;
            return null;
        }

        var algorithm = header.TryGetString("alg", out var name) ? JwsAlgorithmNames.Parse(name) : JwsAlgorithms.None;
        if (algorithm == JwsAlgorithms.None)
        {
            error = JwsError.AlgorithmNotAllowed;
            return null;
        }

        var signed = new byte[second];
        Encoding.ASCII.GetBytes(text[..second], signed);
        error = JwsError.None;
        return new CompactJws(header, certificates, algorithm, payload, signed, signature);
    }

    /// <summary>Verifies the signature with <paramref name="key"/>, when <c>alg</c> is on the allow-list and fits the key.</summary>
    public JwsError Verify(Jwk key, JwsAlgorithms allowed) =>
        (Algorithm & allowed) == JwsAlgorithms.None ? JwsError.AlgorithmNotAllowed : key.Verify(Algorithm, _signed, _signature);

    /// <summary>Reads the payload as a JSON object without duplicate members (a JWT claims set).</summary>
    public bool TryReadClaims(out JsonElement claims, int maxDepth = StrictJson.DefaultMaxDepth) =>
        StrictJson.TryParse(Payload.Span, out claims, maxDepth) && claims.ValueKind == JsonValueKind.Object;

    /// <summary>The certificates of <c>x5c</c>, leaf first, in DER; false when there is no <c>x5c</c>.</summary>
    public bool TryGetCertificates([NotNullWhen(true)] out IReadOnlyList<byte[]>? certificates)
    {
        certificates = _certificates;
        return certificates is not null;
    }

    private static bool HasRightTypes(JsonElement header)
    {
        if (header.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        foreach (var name in (ReadOnlySpan<string>)["alg", "typ", "kid", "cty"])
        {
            if (header.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.String)
            {
                return false;
            }
        }

        return true;
    }

    // The values are base64, not base64url (RFC 7515 section 4.1.6).
    private static bool TryRead(JsonElement chain, JwsLimits limits, out byte[][]? certificates)
    {
        certificates = null;
        if (chain.ValueKind != JsonValueKind.Array || chain.GetArrayLength() == 0 || chain.GetArrayLength() > limits.MaxCertificates)
        {
            return false;
        }

        var read = new List<byte[]>(chain.GetArrayLength());
        foreach (var one in chain.EnumerateArray())
        {
            if (one.ValueKind != JsonValueKind.String || !one.TryGetBytesFromBase64(out var der))
            {
                return false;
            }

            read.Add(der);
        }

        certificates = [.. read];
        return true;
    }
}
