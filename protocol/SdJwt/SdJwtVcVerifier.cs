using System.Text.Json;
using Eudiplo.Protocol.Dcql;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Presentations;

namespace Eudiplo.Protocol.SdJwt;

/// <summary>
/// Verifies SD-JWT VCs with key binding (RFC 9901 section 7.3, SD-JWT VC, OpenID4VP 1.0 appendix B.3). For all threads.
/// </summary>
/// <param name="options">Algorithms and limits.</param>
/// <param name="holderKeys">Where holder keys are kept imported; one for the whole process is right.</param>
public sealed class SdJwtVcVerifier(SdJwtVcOptions options, JwkCache holderKeys) : ICredentialFormatVerifier
{
    // SD-JWT VC section 2.2.2.2: these must be readable without any disclosure.
    private static readonly string[] NeverDisclosed = ["iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "status"];

    /// <inheritdoc/>
    public string Format => CredentialFormats.SdJwtVc;

    /// <inheritdoc/>
    public CredentialVerification Verify(JsonElement presentation, CredentialQuery query, PresentationContext context) =>
        presentation.ValueKind == JsonValueKind.String
            ? Verify(presentation.GetString()!, query.RequireHolderBinding, context)
            : Fail(VerificationFailureReason.PresentationMalformed, "not a string");

    /// <summary>Verifies one presentation in compact serialization.</summary>
    /// <param name="text">The presentation.</param>
    /// <param name="requireHolderBinding">
    /// Whether a key binding JWT must be there. One that is there is verified in any case.
    /// </param>
    /// <param name="context">The transaction, the trust, the time.</param>
    public CredentialVerification Verify(string text, bool requireHolderBinding, PresentationContext context)
    {
        if (SdJwtPresentation.Parse(text, options.Limits, out var error) is not { } presentation)
        {
            return Fail(error == SdJwtError.IssuerAlgorithm ? VerificationFailureReason.AlgorithmNotAllowed : VerificationFailureReason.PresentationMalformed, error.ToString());
        }

        var jwt = presentation.IssuerJwt;
        if (!jwt.IsType("dc+sd-jwt") && !(options.AcceptOlderType && jwt.IsType("vc+sd-jwt")))
        {
            return Fail(VerificationFailureReason.TypeHeaderWrong, "typ is not dc+sd-jwt");
        }

        if ((jwt.Algorithm & options.IssuerAlgorithms) == 0)
        {
            return Fail(VerificationFailureReason.AlgorithmNotAllowed, "issuer's JWT");
        }

        if (!jwt.TryReadClaims(out var payload, options.Limits.MaxDepth))
        {
            return Fail(VerificationFailureReason.PresentationMalformed, "the issuer's payload is not a JSON object without duplicate members");
        }

        if (SdHash.Of(payload) is not { } hash)
        {
            return Fail(VerificationFailureReason.DisclosureInvalid, nameof(SdJwtError.HashAlgorithm));
        }

        KeyBindingJwt? binding = null;
        if (presentation.HasKeyBindingJwt)
        {
            binding = KeyBindingJwt.Check(presentation, hash, context, options, out var refused);
            if (binding is null)
            {
                return refused!;
            }
        }
        else if (requireHolderBinding)
        {
            return Fail(VerificationFailureReason.HolderBindingMissing);
        }

        return Verify(presentation, payload, binding, context);
    }

    private CredentialVerification Verify(SdJwtPresentation presentation, JsonElement payload, KeyBindingJwt? binding, PresentationContext context)
    {
        if (!IssuerClaims.TryRead(payload, out var claims, out var malformed))
        {
            return malformed!;
        }

        if (IssuerKey.Find(presentation.IssuerJwt, claims.Issuer, context.Trust, context.Now, out var untrusted) is not { } issuer)
        {
            return untrusted!;
        }

        var signature = presentation.IssuerJwt.Verify(issuer.Key, options.IssuerAlgorithms);
        if (signature != JwsError.None)
        {
            return Fail(VerificationFailureReason.IssuerSignatureInvalid, signature.ToString());
        }

        if (DisclosureProcessor.Process(payload, presentation.Disclosures, options.Limits, out var error) is not { } processed)
        {
            return Fail(VerificationFailureReason.DisclosureInvalid, error.ToString());
        }

        if (processed.Disclosures.FirstOrDefault(one => one.IsTopLevel && NeverDisclosed.Contains(one.Name)) is { } hidden)
        {
            return Fail(VerificationFailureReason.ClaimMustNotBeSelectivelyDisclosed, hidden.Name);
        }

        if (claims.CheckValidity(context, processed.Claims) is { } outside)
        {
            return outside;
        }

        Jwk? holder = null;
        if (binding is not null)
        {
            holder = claims.HolderKey is { } named ? holderKeys.Share(named) : null;
            var unbound = holder is null
                ? new VerificationFailure(VerificationFailureReason.HolderKeyMissing, claims.HolderKeyFault)
                : binding.VerifySignature(holder, options);
            if (unbound is not null)
            {
                return unbound;
            }
        }

        return new VerifiedCredential
        {
            Format = Format,
            Claims = processed.Claims,
            Issuer = issuer.Issuer,
            Type = claims.Type,
            HolderKeyThumbprint = holder?.Thumbprint,
            IssuedAt = JwtTimes.TryRead(processed.Claims, "iat", out var issuedAt) ? issuedAt : null,
            ExpiresAt = claims.Expires,
            Status = claims.Status,
            AuthorityKeyIdentifiers = issuer.Chain?.AuthorityKeyIdentifiers ?? [],
            ChainThumbprints = issuer.Chain?.Thumbprints ?? [],
        };
    }

    private static VerificationFailure Fail(VerificationFailureReason reason, string? detail = null) => new(reason, detail);
}
