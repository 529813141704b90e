using System.Text;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Protocol.SdJwt;

/// <summary>An SD-JWT or SD-JWT+KB in compact serialization (RFC 9901 section 4), taken apart and not yet verified.</summary>
public sealed class SdJwtPresentation
{
    private readonly string _text;
    private readonly int _hashedLength;

    private SdJwtPresentation(string text, CompactJws issuerJwt, IReadOnlyList<string> disclosures, int hashedLength)
    {
        _text = text;
        _hashedLength = hashedLength;
        IssuerJwt = issuerJwt;
        Disclosures = disclosures;
    }

    /// <summary>The issuer-signed JWT.</summary>
    public CompactJws IssuerJwt { get; }

    /// <summary>The disclosures as they were sent, in base64url.</summary>
    public IReadOnlyList<string> Disclosures { get; }

    /// <summary>The key binding JWT as it was sent; empty when there is none.</summary>
    public ReadOnlySpan<char> KeyBindingJwt => _text.AsSpan(_hashedLength);

    /// <summary>Whether there is a key binding JWT.</summary>
    public bool HasKeyBindingJwt => _hashedLength < _text.Length;

    /// <summary>Takes a compact serialization apart; null, with the reason, when it is none.</summary>
    public static SdJwtPresentation? Parse(string text, SdJwtLimits limits, out SdJwtError error)
    {
        if (text.Length > limits.MaxLength)
        {
            error = SdJwtError.TooLong;
            return null;
        }

        var first = text.IndexOf('~', StringComparison.Ordinal);
        if (first <= 0)
        {
            error = SdJwtError.NotCompact;
            return null;
        }

        var disclosures = new List<string>();
        var start = first + 1;
        for (var next = Next(text, start); next >= 0; next = Next(text, start))
        {
            if (next == start || disclosures.Count == limits.MaxDisclosures)
            {
                error = next == start ? SdJwtError.NotCompact : SdJwtError.TooManyDisclosures;
                return null;
            }

            disclosures.Add(text[start..next]);
            start = next + 1;
        }

        var jwt = CompactJws.Parse(text.AsSpan(0, first), limits.Jws, out var jws);
        error = jws switch
        {
            JwsError.None => SdJwtError.None,
            JwsError.TooLong => SdJwtError.TooLong,
            JwsError.AlgorithmNotAllowed => SdJwtError.IssuerAlgorithm,
            _ => SdJwtError.IssuerJwtMalformed,
        };
        return jwt is null ? null : new SdJwtPresentation(text, jwt, disclosures, start);
    }

    /// <summary>The value that <c>sd_hash</c> must have: over the issuer's JWT and every disclosure (section 4.3.1).</summary>
    public string Hash(SdHash hash)
    {
        var octets = new byte[_hashedLength];
        Encoding.ASCII.GetBytes(_text.AsSpan(0, _hashedLength), octets);
        return hash.Digest(octets);
    }

    private static int Next(string text, int start) => text.IndexOf('~', start);
}
