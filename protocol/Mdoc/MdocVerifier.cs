using System.Text.Json;
using Eudiplo.Protocol.Dcql;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Presentations;

namespace Eudiplo.Protocol.Mdoc;

/// <summary>
/// Verifies presentations of the format <c>mso_mdoc</c>: a DeviceResponse with one document, base64url (OpenID4VP 1.0 section
/// B.2.5). The device's signature is verified whether the query requires holder binding or not. For all threads.
/// </summary>
/// <param name="options">Algorithms and limits; the number of documents is one whatever they say.</param>
/// <param name="deviceKeys">Where device keys are kept imported; one for the whole process is right.</param>
public sealed class MdocVerifier(MdocOptions options, JwkCache deviceKeys) : ICredentialFormatVerifier
{
    private readonly DeviceResponseVerifier _verifier =
        new(options with { Limits = options.Limits with { MaxDocuments = 1 } }, deviceKeys);

    /// <inheritdoc/>
    public string Format => CredentialFormats.Mdoc;

    /// <inheritdoc/>
    public CredentialVerification Verify(JsonElement presentation, CredentialQuery query, PresentationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (presentation.ValueKind != JsonValueKind.String
            || !StrictBase64Url.TryDecode(presentation.GetString(), out byte[]? response))
        {
            return Fail(MdocError.NotBase64Url);
        }

        if (context.SessionTranscript is not { IsEmpty: false } transcript)
        {
            // The caller asked for a mdoc without saying in which session: nothing that the device signed can be right.
            return Fail(MdocError.DeviceSignatureInvalid, "no session transcript was given");
        }

        MdocVerification verification =
            _verifier.Verify(response, transcript, context.Trust.Anchors, context.Now, context.ClockSkew);
        if (!verification.IsVerified)
        {
            return Fail(verification.Error, verification.Detail);
        }

        VerifiedMdoc mdoc = verification.Documents[0];
        return new VerifiedCredential
        {
            Format = Format,
            Claims = mdoc.Claims,
            Issuer = mdoc.Chain.Leaf.Subject,
            Type = mdoc.DocType,
            HolderKeyThumbprint = mdoc.DeviceKey.Thumbprint,
            IssuedAt = mdoc.Signed,
            ExpiresAt = mdoc.ValidUntil,
            Status = mdoc.Status,
            AuthorityKeyIdentifiers = mdoc.Chain.AuthorityKeyIdentifiers,
            ChainThumbprints = mdoc.Chain.Thumbprints,
        };
    }

    private static VerificationFailure Fail(MdocError error, string? detail = null) =>
        new(ReasonOf(error), detail is null ? error.ToString() : $"{error}: {detail}");

    private static VerificationFailureReason ReasonOf(MdocError error) => error switch
    {
        MdocError.IssuerAuthMalformed => VerificationFailureReason.AlgorithmNotAllowed,
        MdocError.ChainMissing => VerificationFailureReason.IssuerNotTrusted,
        MdocError.ChainNotTrusted or MdocError.SignerNotEntitled => VerificationFailureReason.CertificateChainInvalid,
        MdocError.IssuerSignatureInvalid => VerificationFailureReason.IssuerSignatureInvalid,
        MdocError.MalformedSecurityObject or MdocError.SignedOutsideCertificate => VerificationFailureReason.ClaimMalformed,
        MdocError.DocTypeMismatch => VerificationFailureReason.CredentialTypeMismatch,
        MdocError.ElementRepeated or MdocError.DigestAlgorithmNotSupported or MdocError.DigestMissing or MdocError.DigestMismatch =>
            VerificationFailureReason.DisclosureInvalid,
        MdocError.NotYetValid => VerificationFailureReason.NotYetValid,
        MdocError.Expired => VerificationFailureReason.Expired,
        MdocError.DeviceKeyInvalid => VerificationFailureReason.HolderKeyMissing,
        MdocError.DeviceMacNotSupported or MdocError.DeviceAuthMalformed => VerificationFailureReason.HolderBindingMalformed,
        MdocError.DeviceSignatureInvalid => VerificationFailureReason.HolderSignatureInvalid,
        _ => VerificationFailureReason.PresentationMalformed,
    };
}
