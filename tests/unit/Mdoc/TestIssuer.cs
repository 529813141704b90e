using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Eudiplo.Protocol.Trust;

namespace Eudiplo.Unit.Tests.Mdoc;

/// <summary>An IACA root and a document signer under it, made for one test.</summary>
public sealed class TestIssuer : IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 9, 1, 12, 0, 0, TimeSpan.Zero);

    public TestIssuer(
        X509KeyUsageFlags usage = X509KeyUsageFlags.DigitalSignature,
        string? purpose = "1.0.18013.5.1.2",
        DateTimeOffset? from = null,
        DateTimeOffset? until = null,
        ECCurve? curve = null)
    {
        RootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var root = new CertificateRequest("CN=Test IACA, C=UT", RootKey, HashAlgorithmName.SHA256);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        root.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        root.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(root.PublicKey, false));
        Root = root.CreateSelfSigned(Now.AddYears(-5), Now.AddYears(5));

        Key = ECDsa.Create(curve ?? ECCurve.NamedCurves.nistP256);
        var signer = new CertificateRequest("CN=Test DS, C=UT", Key, HashAlgorithmName.SHA256);
        signer.CertificateExtensions.Add(new X509KeyUsageExtension(usage, true));
        if (purpose is not null)
        {
            signer.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], true));
        }

        signer.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Root, true, false));
        using X509Certificate2 certificate =
            signer.Create(Root, from ?? Now.AddYears(-1), until ?? Now.AddYears(1), RandomNumberGenerator.GetBytes(16));
        Certificate = certificate.RawData;
        Roots = new TrustAnchors([Root]);
    }

    public ECDsa RootKey { get; }

    public X509Certificate2 Root { get; }

    public ECDsa Key { get; }

    public byte[] Certificate { get; }

    public TrustAnchors Roots { get; }

    public void Dispose()
    {
        RootKey.Dispose();
        Key.Dispose();
    }
}
