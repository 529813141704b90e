using System.Diagnostics.CodeAnalysis;
using System.Formats.Cbor;
using Eudiplo.Protocol.Cbor;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Protocol.Cose;

/// <summary>
/// A COSE_Sign1 message (RFC 9052 section 4.2), read and not yet verified: nothing in it may be believed before
/// <see cref="Verify"/> has said <see cref="CoseError.None"/>. The framework's own COSE types are a package that not every
/// package source has; the signature itself is the framework's.
/// </summary>
public sealed class CoseSign1
{
    private const ulong Tag = 18;
    private const long AlgLabel = 1;
    private const long CritLabel = 2;
    private const long X5ChainLabel = 33;
    private readonly ReadOnlyMemory<byte> _protectedOctets;
    private readonly ReadOnlyMemory<byte> _signature;

    private CoseSign1(
        ReadOnlyMemory<byte> protectedOctets,
        CborItem? protectedHeader,
        CborItem unprotectedHeader,
        JwsAlgorithms algorithm,
        ReadOnlyMemory<byte>? payload,
        ReadOnlyMemory<byte> signature)
    {
        _protectedOctets = protectedOctets;
        ProtectedHeader = protectedHeader;
        UnprotectedHeader = unprotectedHeader;
        Algorithm = algorithm;
        Payload = payload;
        _signature = signature;
    }

    /// <summary>The protected header; null when it is empty.</summary>
    public CborItem? ProtectedHeader { get; }

    /// <summary>The unprotected header: not covered by the signature.</summary>
    public CborItem UnprotectedHeader { get; }

    /// <summary>The one algorithm of <c>alg</c>, from the protected header.</summary>
    public JwsAlgorithms Algorithm { get; }

    /// <summary>The payload; null when it is detached.</summary>
    public ReadOnlyMemory<byte>? Payload { get; }

    /// <summary>Reads a COSE_Sign1, with its tag (18) or without.</summary>
    public static bool TryParse(CborItem item, CborLimits limits, [NotNullWhen(true)] out CoseSign1? message, out CoseError error)
    {
        ArgumentNullException.ThrowIfNull(item);
        message = null;
        CborItem array = item.IsTag(Tag, out CborItem? tagged) ? tagged : item;
        if (!array.IsArray(4)
            || array.Items[0] is not { Kind: CborKind.ByteString } protectedBytes
            || array.Items[1] is not { Kind: CborKind.Map } unprotected
            || array.Items[2] is not { Kind: CborKind.ByteString or CborKind.Null } payload
            || array.Items[3] is not { Kind: CborKind.ByteString } signature)
        {
            error = CoseError.Malformed;
            return false;
        }

        CborItem? header = null;
        if (protectedBytes.Bytes.Length > 0
            && (!CborParser.TryParse(protectedBytes.Bytes, limits, out header, out _) || header.Kind != CborKind.Map))
        {
            error = CoseError.Malformed;
            return false;
        }

        error = CheckHeaders(header, unprotected, out JwsAlgorithms algorithm);
        if (error == CoseError.None)
        {
            ReadOnlyMemory<byte>? attached = payload.Kind == CborKind.Null ? default(ReadOnlyMemory<byte>?) : payload.Bytes;
            message = new(protectedBytes.Bytes, header, unprotected, algorithm, attached, signature.Bytes);
        }

        return message is not null;
    }

    /// <summary>Verifies the signature with <paramref name="key"/>, when <c>alg</c> is on the allow-list and fits the key.</summary>
    /// <param name="key">The signer's public key.</param>
    /// <param name="allowed">The algorithms that are accepted.</param>
    /// <param name="detached">The payload, when the message does not carry it.</param>
    public CoseError Verify(Jwk key, JwsAlgorithms allowed, ReadOnlyMemory<byte>? detached = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        if ((Algorithm & allowed) == JwsAlgorithms.None)
        {
            return CoseError.AlgorithmNotAllowed;
        }

        if (Payload.HasValue == detached.HasValue)
        {
            return CoseError.PayloadMissing;
        }

        byte[] signed = SignedOctets((Payload ?? detached)!.Value.Span);
        return key.Verify(Algorithm, signed, _signature.Span) switch
        {
            JwsError.None => CoseError.None,
            JwsError.KeyDoesNotFit => CoseError.KeyDoesNotFit,
            JwsError.KeyInvalid => CoseError.KeyInvalid,
            _ => CoseError.SignatureInvalid,
        };
    }

    /// <summary>
    /// The certificates of <c>x5chain</c> (RFC 9360 section 2), leaf first, in DER, from either header; false when there is none
    /// or it has another shape.
    /// </summary>
    public bool TryGetCertificates([NotNullWhen(true)] out IReadOnlyList<byte[]>? certificates)
    {
        certificates = null;
        CborItem? chain = null;
        if (ProtectedHeader?.TryGet(X5ChainLabel, out chain) != true && !UnprotectedHeader.TryGet(X5ChainLabel, out chain))
        {
            return false;
        }

        IReadOnlyList<CborItem> items = chain!.Kind == CborKind.Array ? chain.Items : [chain];
        if (items.Count == 0 || items.Any(item => item.Kind != CborKind.ByteString))
        {
            return false;
        }

        certificates = [.. items.Select(item => item.Bytes.ToArray())];
        return true;
    }

    private static CoseError CheckHeaders(CborItem? header, CborItem unprotected, out JwsAlgorithms algorithm)
    {
        algorithm = JwsAlgorithms.None;
        if (header is null)
        {
            return CoseError.AlgorithmNotAllowed;
        }

        if (header.Entries.Any(entry => unprotected.TryGet(entry.Key, out _)))
        {
            return CoseError.HeaderRepeated;
        }

        // Nothing is known that crit would have to name: what is read here (alg, crit, x5chain, typ) every reader must know, or is
        // not security-relevant when unknown. crit belongs into the protected header.
        if (header.TryGet(CritLabel, out _) || unprotected.TryGet(CritLabel, out _))
        {
            return CoseError.CriticalHeaderNotUnderstood;
        }

        algorithm = header.TryGet(AlgLabel, out CborItem? alg) && alg.TryGetInt64(out long number)
            ? CoseAlgorithms.Parse(number)
            : JwsAlgorithms.None;
        return algorithm == JwsAlgorithms.None ? CoseError.AlgorithmNotAllowed : CoseError.None;
    }

    /// <summary>Sig_structure of RFC 9052 section 4.4, without external data.</summary>
    private byte[] SignedOctets(ReadOnlySpan<byte> payload)
    {
        var writer = new CborWriter(CborConformanceMode.Lax, initialCapacity: payload.Length + _protectedOctets.Length + 32);
        writer.WriteStartArray(4);
        writer.WriteTextString("Signature1");
        writer.WriteByteString(_protectedOctets.Span);
        writer.WriteByteString([]);
        writer.WriteByteString(payload);
        writer.WriteEndArray();
        return writer.Encode();
    }
}
