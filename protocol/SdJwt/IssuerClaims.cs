using System.Text.Json;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Presentations;

namespace Eudiplo.Protocol.SdJwt;

/// <summary>The claims of an SD-JWT VC that must be readable without any disclosure (SD-JWT VC section 2.2.2).</summary>
internal sealed record IssuerClaims(
    string? Issuer, string Type, DateTimeOffset? NotBefore, DateTimeOffset? Expires, Jwk? HolderKey, string? HolderKeyFault, StatusReference? Status)
{
    public static bool TryRead(JsonElement payload, out IssuerClaims claims, out VerificationFailure? failure)
    {
        claims = null!;
        failure = null;
        if (!payload.TryGetString("vct", out var type) || type.Length == 0)
        {
            failure = Malformed("vct");
        }
        else if (payload.TryGetProperty("iss", out var iss) && iss.ValueKind != JsonValueKind.String)
        {
            failure = Malformed("iss");
        }
        else if (!JwtTimes.TryRead(payload, "nbf", out var notBefore))
        {
            failure = Malformed("nbf");
        }
        else if (!JwtTimes.TryRead(payload, "exp", out var expires))
        {
            failure = Malformed("exp");
        }
        else if (!TryReadStatus(payload, out var status))
        {
            failure = new(VerificationFailureReason.StatusMalformed);
        }
        else
        {
            var holder = ReadHolderKey(payload, out var fault);
            claims = new IssuerClaims(
                payload.TryGetString("iss", out var issuer) ? issuer : null, type, notBefore, expires, holder, fault, status);
        }

        return failure is null;
    }

    /// <summary>Checks <c>nbf</c> and <c>exp</c>, and <c>iat</c> and <c>aud</c>, which may have been disclosed.</summary>
    public VerificationFailure? CheckValidity(PresentationContext context, JsonElement processed)
    {
        if (!JwtTimes.TryRead(processed, "iat", out var issuedAt))
        {
            return Malformed("iat");
        }

        return NotBefore > context.Now + context.ClockSkew ? new(VerificationFailureReason.NotYetValid, "nbf")
            : issuedAt > context.Now + context.ClockSkew ? new(VerificationFailureReason.NotYetValid, "iat")
            : Expires <= context.Now - context.ClockSkew ? new(VerificationFailureReason.Expired, "exp")
            : CheckAudience(context, processed);
    }

    /// <summary>A credential that names its audience is for nobody else (RFC 7519 section 4.1.3, RFC 9901 section 7.1, 6).</summary>
    private static VerificationFailure? CheckAudience(PresentationContext context, JsonElement processed)
    {
        if (!processed.TryGetProperty("aud", out var audience))
        {
            return null;
        }

        var isOurs = audience.ValueKind switch
        {
            JsonValueKind.String => context.AcceptedAudiences.Contains(audience.GetString()!, StringComparer.Ordinal),
            JsonValueKind.Array => audience.EnumerateArray().Any(
                one => one.ValueKind == JsonValueKind.String && context.AcceptedAudiences.Contains(one.GetString()!, StringComparer.Ordinal)),
            _ => false,
        };
        return isOurs ? null : new(VerificationFailureReason.AudienceMismatch, "the credential's aud");
    }

    private static VerificationFailure Malformed(string claim) => new(VerificationFailureReason.ClaimMalformed, claim);

    private static Jwk? ReadHolderKey(JsonElement payload, out string? fault)
    {
        fault = "no cnf.jwk";
        return payload.TryGetProperty("cnf", out var confirmation)
            && confirmation.ValueKind == JsonValueKind.Object
            && confirmation.TryGetProperty("jwk", out var json)
            && Jwk.TryParse(json, out var key, out fault)
                ? key
                : null;
    }

    private static bool TryReadStatus(JsonElement payload, out StatusReference? reference)
    {
        reference = null;
        if (!payload.TryGetProperty("status", out var status))
        {
            return true;
        }

        if (status.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        // Other mechanisms may stand beside status_list or instead of it; they are none of ours.
        if (!status.TryGetProperty("status_list", out var list))
        {
            return true;
        }

        if (!list.TryGetString("uri", out var uri)
            || !list.TryGetProperty("idx", out var index)
            || index.ValueKind != JsonValueKind.Number
            || !index.TryGetInt64(out var at)
            || at < 0)
        {
            return false;
        }

        reference = new StatusReference(uri, at);
        return true;
    }
}
