using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Eudiplo.Grains.RequestSigning;

/// <summary>Makes signing keys with certificates that they sign themselves.</summary>
internal static class SelfSignedKey
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(730);

    // Clocks of wallets may be behind.
    private static readonly TimeSpan Backdating = TimeSpan.FromHours(1);

    /// <summary>Makes a key on P-256 and its certificate for two years.</summary>
    /// <param name="host">The host that the certificate names.</param>
    /// <param name="now">The time.</param>
    public static RequestKey Create(string host, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = new X500DistinguishedNameBuilder();
        // A common name has 64 characters at most; the whole host stands among the alternative names.
        subject.AddCommonName(host.Length <= 64 ? host : host[^64..]);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        if (IPAddress.TryParse(host, out var address))
        {
            names.AddIpAddress(address);
        }

        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(now - Backdating, now + Lifetime);
        return new RequestKey
        {
            KeyId = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(9)),
            Host = host,
            PrivateKey = key.ExportPkcs8PrivateKey(),
            Certificates = [certificate.RawData],
            CreatedAt = now,
            NotAfter = new DateTimeOffset(certificate.NotAfter.ToUniversalTime()),
        };
    }
}
