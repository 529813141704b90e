using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Presentations;

namespace Eudiplo.Protocol.SdJwt;

/// <summary>
/// A key binding JWT (RFC 9901 section 4.3) whose claims were checked. They cost little, so they are checked before any signature is;
/// <see cref="VerifySignature"/> comes when the holder's key is known to be the issuer's word.
/// </summary>
internal sealed class KeyBindingJwt
{
    private readonly CompactJws _jwt;

    private KeyBindingJwt(CompactJws jwt) => _jwt = jwt;

    public static KeyBindingJwt? Check(
        SdJwtPresentation presentation, SdHash hash, PresentationContext context, SdJwtVcOptions options, out VerificationFailure? failure)
    {
        var jwt = CompactJws.Parse(presentation.KeyBindingJwt, options.Limits.Jws, out var error);
        failure = jwt is null
            ? new(
                error == JwsError.AlgorithmNotAllowed ? VerificationFailureReason.AlgorithmNotAllowed : VerificationFailureReason.HolderBindingMalformed,
                $"key binding JWT: {error}")
            : CheckHeader(jwt, options) ?? CheckClaims(jwt, presentation, hash, context);
        return failure is null ? new KeyBindingJwt(jwt!) : null;
    }

    public VerificationFailure? VerifySignature(Jwk holder, SdJwtVcOptions options) => _jwt.Verify(holder, options.HolderAlgorithms) switch
    {
        JwsError.None => null,
        JwsError.KeyInvalid => new(VerificationFailureReason.HolderKeyMissing, "cnf.jwk is not a point on its curve"),
        var error => new(VerificationFailureReason.HolderSignatureInvalid, error.ToString()),
    };

    private static VerificationFailure? CheckHeader(CompactJws jwt, SdJwtVcOptions options) =>
        !jwt.IsType("kb+jwt") ? new(VerificationFailureReason.HolderBindingMalformed, "typ is not kb+jwt")
        : (jwt.Algorithm & options.HolderAlgorithms) == 0 ? new(VerificationFailureReason.AlgorithmNotAllowed, "key binding JWT")
        : null;

    private static VerificationFailure? CheckClaims(CompactJws jwt, SdJwtPresentation presentation, SdHash hash, PresentationContext context)
    {
        if (!jwt.TryReadClaims(out var claims)
            || !claims.TryGetString("nonce", out var nonce)
            || !claims.TryGetString("aud", out var audience)
            || !claims.TryGetString("sd_hash", out var sdHash)
            || !JwtTimes.TryRead(claims, "iat", out var issuedAt)
            || !JwtTimes.TryRead(claims, "nbf", out var notBefore)
            || !JwtTimes.TryRead(claims, "exp", out var expires)
            || issuedAt is null)
        {
            return new(VerificationFailureReason.HolderBindingMalformed, "a claim is missing or has the wrong type");
        }

        if (!string.Equals(nonce, context.Nonce, StringComparison.Ordinal))
        {
            return new(VerificationFailureReason.NonceMismatch);
        }

        if (!context.AcceptedAudiences.Contains(audience, StringComparer.Ordinal))
        {
            return new(VerificationFailureReason.AudienceMismatch);
        }

        if (issuedAt > context.Now + context.ClockSkew
            || issuedAt < context.Now - context.HolderBindingMaxAge - context.ClockSkew
            || notBefore > context.Now + context.ClockSkew
            || expires <= context.Now - context.ClockSkew)
        {
            return new(VerificationFailureReason.HolderBindingTimeOutsideWindow);
        }

        return string.Equals(sdHash, presentation.Hash(hash), StringComparison.Ordinal)
            ? null
            : new(VerificationFailureReason.HolderBindingHashMismatch);
    }
}
