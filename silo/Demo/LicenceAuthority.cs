using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Eudiplo.Silo.Demo;

/// <summary>
/// The issuing authority of the demo's driving licences: an IACA root and one document signer under it (ISO/IEC 18013-5, annex B). The root's
/// private key is forgotten at once; no further signer can be made.
/// </summary>
internal static class LicenceAuthority
{
    private const string DocumentSigner = "1.0.18013.5.1.2";
    private const int ValidYears = 10;

    /// <summary>Makes a root that certifies the key of a document signer. Both are valid for ten years from a day ago.</summary>
    /// <returns>The root in PEM, and the signer's certificate in DER.</returns>
    public static (string RootPem, byte[] Signer) Certify(ECDsa signer, DateTimeOffset now)
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var rootRequest = new CertificateRequest("CN=Eudiplo Demo IACA, C=UT", rootKey, HashAlgorithmName.SHA256);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        rootRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        rootRequest.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(rootRequest.PublicKey, false));
        var (from, until) = (now.AddDays(-1), now.AddYears(ValidYears));
        using var root = rootRequest.CreateSelfSigned(from, until);

        var request = new CertificateRequest("CN=Eudiplo Demo Document Signer, C=UT", signer, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(DocumentSigner)], critical: true));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(root, true, false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var certificate = request.Create(root, from, until, RandomNumberGenerator.GetBytes(16));
        return (root.ExportCertificatePem(), certificate.RawData);
    }
}
