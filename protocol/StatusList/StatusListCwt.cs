using System.Text;
using Eudiplo.Protocol.Cbor;
using Eudiplo.Protocol.Cose;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Protocol.StatusList;

/// <summary>Verifies Status List Tokens in CWT format: a tagged COSE_Sign1. One with a MAC is refused.</summary>
public static class StatusListCwt
{
    /// <summary>The media type, for <c>Accept</c> and in the protected header.</summary>
    public const string MediaType = "application/statuslist+cwt";

    private const ulong Sign1Tag = 18;
    private const long TypeLabel = 16;
    private const long KeyIdLabel = 4;
    private const long SubjectClaim = 2;
    private const long ExpiresClaim = 4;
    private const long NotBeforeClaim = 5;
    private const long IssuedAtClaim = 6;
    private const long StatusListClaim = 65533;
    private const long TimeToLiveClaim = 65534;

    /// <summary>Verifies a token.</summary>
    /// <param name="token">The CWT.</param>
    /// <param name="uri">The <c>uri</c> that the credential names.</param>
    /// <param name="trust">Whose lists are believed.</param>
    /// <param name="now">The time of the verification.</param>
    /// <param name="clockSkew">How far clocks may differ.</param>
    /// <param name="limits">What it may weigh.</param>
    /// <param name="error">Why it is refused.</param>
    /// <returns>The list, or null when it is refused.</returns>
    public static StatusListToken? Verify(
        ReadOnlyMemory<byte> token,
        string uri,
        StatusListTrust trust,
        DateTimeOffset now,
        TimeSpan clockSkew,
        StatusListLimits limits,
        out StatusListError error)
    {
        ArgumentNullException.ThrowIfNull(trust);
        ArgumentNullException.ThrowIfNull(limits);
        CborLimits cbor = CborLimits.Default with { MaxBytes = limits.MaxTokenLength };
        if (!CborParser.TryParse(token, cbor, out CborItem? item, out CborError cborError))
        {
            error = cborError == CborError.TooLarge ? StatusListError.TooLong : StatusListError.Malformed;
            return null;
        }

        CoseError coseError = CoseError.Malformed;
        if (!item.IsTag(Sign1Tag, out _) || !CoseSign1.TryParse(item, cbor, out CoseSign1? message, out coseError))
        {
            error = coseError == CoseError.AlgorithmNotAllowed ? StatusListError.AlgorithmNotAllowed : StatusListError.Malformed;
            return null;
        }

        error = CheckSignature(message, trust, now);
        if (error != StatusListError.None)
        {
            return null;
        }

        if (message.Payload is not { } payload
            || !CborParser.TryParse(payload, cbor, out CborItem? claims, out _)
            || claims.Kind != CborKind.Map)
        {
            error = StatusListError.Malformed;
            return null;
        }

        if (Read(claims) is not { } read)
        {
            error = StatusListError.ClaimMalformed;
            return null;
        }

        return read.Accept(uri, now, clockSkew, limits, out error);
    }

    private static StatusListError CheckSignature(CoseSign1 message, StatusListTrust trust, DateTimeOffset now)
    {
        if (!message.ProtectedHeader!.TryGet(TypeLabel, CborKind.TextString, out CborItem? type)
            || !type.Text.Equals(MediaType, StringComparison.OrdinalIgnoreCase))
        {
            return StatusListError.TypeWrong;
        }

        if ((message.Algorithm & trust.Algorithms) == JwsAlgorithms.None)
        {
            return StatusListError.AlgorithmNotAllowed;
        }

        message.TryGetCertificates(out IReadOnlyList<byte[]>? chain);
        if (trust.Find(chain, KeyIdOf(message), message.Algorithm, now) is not { } key)
        {
            return StatusListError.KeyNotTrusted;
        }

        return message.Verify(key, trust.Algorithms) switch
        {
            CoseError.None => StatusListError.None,
            CoseError.KeyDoesNotFit or CoseError.KeyInvalid => StatusListError.KeyNotTrusted,
            CoseError.PayloadMissing => StatusListError.Malformed,
            _ => StatusListError.SignatureInvalid,
        };
    }

    /// <summary>The <c>kid</c> of COSE is octets, the one of a JWK is text: they are compared as UTF-8.</summary>
    private static string? KeyIdOf(CoseSign1 message) =>
        message.ProtectedHeader!.TryGet(KeyIdLabel, CborKind.ByteString, out CborItem? keyId)
        || message.UnprotectedHeader.TryGet(KeyIdLabel, CborKind.ByteString, out keyId)
            ? Encoding.UTF8.GetString(keyId.Bytes.Span)
            : null;

    private static StatusListClaims? Read(CborItem claims)
    {
        if (!claims.TryGet(SubjectClaim, CborKind.TextString, out CborItem? subject)
            || !TryReadTime(claims, IssuedAtClaim, out DateTimeOffset? issuedAt)
            || issuedAt is null
            || !TryReadTime(claims, NotBeforeClaim, out DateTimeOffset? notBefore)
            || !TryReadTime(claims, ExpiresClaim, out DateTimeOffset? expiresAt)
            || !TryReadTimeToLive(claims, out TimeSpan? timeToLive)
            || !claims.TryGet(StatusListClaim, CborKind.Map, out CborItem? list)
            || !list.TryGet("bits", CborKind.UnsignedInteger, out CborItem? bits)
            || !bits.TryGetInt64(out long number)
            || !list.TryGet("lst", CborKind.ByteString, out CborItem? compressed))
        {
            return null;
        }

        return new(subject.Text, issuedAt.Value, notBefore, expiresAt, timeToLive, number, compressed.Bytes);
    }

    private static bool TryReadTime(CborItem claims, long label, out DateTimeOffset? time)
    {
        time = null;
        if (!claims.TryGet(label, out CborItem? item))
        {
            return true;
        }

        bool read = CborDates.TryReadNumericDate(item, out DateTimeOffset value);
        time = read ? value : null;
        return read;
    }

    private static bool TryReadTimeToLive(CborItem claims, out TimeSpan? timeToLive)
    {
        timeToLive = null;
        if (!claims.TryGet(TimeToLiveClaim, out CborItem? item))
        {
            return true;
        }

        if (item.Kind != CborKind.UnsignedInteger || item.Number == 0)
        {
            return false;
        }

        timeToLive = TimeSpan.FromSeconds(Math.Min(item.Number, StatusListClaims.MaxTimeToLive));
        return true;
    }
}
