using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Eudiplo.Protocol.Cose;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Trust;

namespace Eudiplo.Protocol.Mdoc;

/// <summary>
/// Verifies a DeviceResponse as ISO/IEC 18013-5 sections 9.3.1 (issuer data authentication) and 9.1.3 (mdoc authentication) have
/// it. For all threads; nothing that a wallet sends makes it throw.
/// </summary>
/// <param name="options">Algorithms and limits.</param>
/// <param name="deviceKeys">Where device keys are kept imported; one for the whole process is right.</param>
public sealed class DeviceResponseVerifier(MdocOptions options, JwkCache deviceKeys)
{
    /// <summary>Verifies every document of a response.</summary>
    /// <param name="response">The CBOR of the DeviceResponse.</param>
    /// <param name="sessionTranscript">The CBOR of the transcript: see <see cref="SessionTranscript"/>.</param>
    /// <param name="roots">The IACA roots that are trusted.</param>
    /// <param name="now">The time of the verification.</param>
    /// <param name="clockSkew">How far clocks may differ.</param>
    public MdocVerification Verify(
        ReadOnlyMemory<byte> response,
        ReadOnlyMemory<byte> sessionTranscript,
        TrustAnchors roots,
        DateTimeOffset now,
        TimeSpan clockSkew)
    {
        ArgumentNullException.ThrowIfNull(roots);
        MdocError error = DeviceResponseReader.Read(response, options.Limits, out IReadOnlyList<MdocDocument> documents);
        if (error != MdocError.None)
        {
            return MdocVerification.Fail(error);
        }

        var verified = new List<VerifiedMdoc>(documents.Count);
        foreach (MdocDocument document in documents)
        {
            error = Verify(document, sessionTranscript, roots, now, clockSkew, out VerifiedMdoc? mdoc, out string? detail);
            if (mdoc is null)
            {
                return MdocVerification.Fail(error, detail);
            }

            verified.Add(mdoc);
        }

        return new(MdocError.None, verified);
    }

    private MdocError Verify(
        MdocDocument document,
        ReadOnlyMemory<byte> sessionTranscript,
        TrustAnchors roots,
        DateTimeOffset now,
        TimeSpan clockSkew,
        out VerifiedMdoc? mdoc,
        out string? detail)
    {
        (mdoc, detail) = (null, null);
        CoseSign1 issuerAuth = document.IssuerAuth;
        if (issuerAuth.Payload is not { } payload || !MobileSecurityObject.TryRead(payload, options.Limits.Cbor, out var mso))
        {
            return MdocError.MalformedSecurityObject;
        }

        if (mso.DocType != document.DocType)
        {
            return MdocError.DocTypeMismatch;
        }

        MdocError error = CheckSigner(document, roots, now, out CertificateChain? chain, out detail);
        if (chain is null)
        {
            return error;
        }

        CoseError signature = issuerAuth.Verify(chain.Key, options.IssuerAlgorithms);
        if (signature != CoseError.None)
        {
            detail = signature.ToString();
            return signature == CoseError.AlgorithmNotAllowed ? MdocError.IssuerAuthMalformed : MdocError.IssuerSignatureInvalid;
        }

        error = CheckTimes(mso, chain.Leaf, now, clockSkew);
        error = error == MdocError.None ? ElementDigests.Check(document, mso, out detail) : error;
        if (error != MdocError.None)
        {
            return error;
        }

        if (!CoseKey.TryRead(mso.DeviceKey, out Jwk? deviceKey))
        {
            return MdocError.DeviceKeyInvalid;
        }

        deviceKey = deviceKeys.Share(deviceKey);
        error = DeviceAuthentication.Verify(document, sessionTranscript, deviceKey, options, out detail);
        if (error != MdocError.None)
        {
            return error;
        }

        if (MdocClaims.Read(document, options.Limits.Cbor) is not { } claims)
        {
            return MdocError.ElementValueNotSupported;
        }

        mdoc = new()
        {
            DocType = document.DocType,
            Claims = claims,
            Chain = chain,
            DeviceKey = deviceKey,
            Signed = mso.Signed,
            ValidFrom = mso.ValidFrom,
            ValidUntil = mso.ValidUntil,
            Status = mso.Status,
        };
        return MdocError.None;
    }

    private MdocError CheckSigner(
        MdocDocument document, TrustAnchors roots, DateTimeOffset now, out CertificateChain? chain, out string? detail)
    {
        (chain, detail) = (null, null);
        if (!document.IssuerAuth.TryGetCertificates(out IReadOnlyList<byte[]>? certificates))
        {
            return MdocError.ChainMissing;
        }

        if (certificates.Count > options.Limits.MaxCertificates)
        {
            detail = "too many certificates";
            return MdocError.ChainNotTrusted;
        }

        CertificateChain? built = roots.Verify(certificates, now, out CertificateChainError chainError);
        if (built is null)
        {
            detail = chainError.ToString();
            return chainError == CertificateChainError.KeyUsage ? MdocError.SignerNotEntitled : MdocError.ChainNotTrusted;
        }

        if (options.SignerKeyPurposes.TryGetValue(document.DocType, out string? purpose) && !HasKeyPurpose(built.Leaf, purpose))
        {
            detail = "extended key usage";
            return MdocError.SignerNotEntitled;
        }

        chain = built;
        return MdocError.None;
    }

    private static bool HasKeyPurpose(X509Certificate2 certificate, string purpose)
    {
        try
        {
            return certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>()
                .Any(extension => extension.EnhancedKeyUsages.Cast<Oid>().Any(oid => oid.Value == purpose));
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>Section 9.3.1, step 5. The clock skew does not apply to the first rule: both times are the issuer's.</summary>
    private static MdocError CheckTimes(MobileSecurityObject mso, X509Certificate2 signer, DateTimeOffset now, TimeSpan clockSkew)
    {
        if (mso.Signed.UtcDateTime < signer.NotBefore.ToUniversalTime() || mso.Signed.UtcDateTime > signer.NotAfter.ToUniversalTime())
        {
            return MdocError.SignedOutsideCertificate;
        }

        // Time spans are added to now, which is far from the ends of time; what a document says need not be.
        return mso.ValidFrom > now + clockSkew ? MdocError.NotYetValid
            : mso.ValidUntil < now - clockSkew ? MdocError.Expired
            : MdocError.None;
    }
}
