using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Eudiplo.WalletSimulator.Keys;

/// <summary>A small certificate authority: a self-signed root that certifies the keys of credential issuers (x5c, x5chain).</summary>
public sealed class IssuerCertificates : IDisposable
{
    /// <summary>The extended key usage of those who sign mobile driving licences (ISO/IEC 18013-5, table B.3).</summary>
    public const string DrivingLicenceSigner = "1.0.18013.5.1.2";

    private readonly ECDsa _rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _root;

    /// <summary>Makes a root that is valid from one day before to ten years after <paramref name="now"/>.</summary>
    public IssuerCertificates(DateTimeOffset now, string commonName = "Simulator Root")
    {
        var request = new CertificateRequest($"CN={commonName}", _rootKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _root = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(10));
    }

    /// <summary>The root in DER, for the verifier's trust list.</summary>
    public byte[] RootDer => _root.RawData;

    /// <summary>The root in PEM, for the verifier's trust list.</summary>
    public string RootPem => _root.ExportCertificatePem();

    /// <summary>
    /// Certifies an issuer's key, by default for one year from one day before <paramref name="now"/>.
    /// </summary>
    /// <param name="key">The key of the issuer.</param>
    /// <param name="now">The time that validity is counted from.</param>
    /// <param name="dnsName">Goes into the subject alternative names; the host of the issuer identifier for SD-JWT VC.</param>
    /// <param name="notAfter">End of validity; in the past for negative tests.</param>
    /// <param name="purpose">An extended key usage; <see cref="DrivingLicenceSigner"/> for issuers of driving licences.</param>
    /// <returns>The leaf certificate in DER.</returns>
    public byte[] Certify(EcKey key, DateTimeOffset now, string dnsName, DateTimeOffset? notAfter = null, string? purpose = null)
    {
        var request = new CertificateRequest($"CN={dnsName}", key.Native, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_root, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        if (purpose is not null)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], critical: true));
        }

        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(dnsName);
        request.CertificateExtensions.Add(names.Build());
        using var leaf = request.Create(
            _root, now.AddDays(-1), notAfter ?? now.AddYears(1), RandomNumberGenerator.GetBytes(16));
        return leaf.RawData;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _root.Dispose();
        _rootKey.Dispose();
    }
}
