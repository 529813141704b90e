using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Eudiplo.Unit.Tests.SdJwt;

namespace Eudiplo.Unit.Tests.Trust;

/// <summary>A certificate authority of a test's own, root or intermediate.</summary>
public sealed class TestAuthority : IDisposable
{
    private static long _serial;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TestAuthority(string name, TestAuthority? parent = null, bool isAuthority = true, DateTimeOffset? until = null)
    {
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var from = TestCredential.Now.AddYears(-1);
        Certificate = parent is null
            ? request.Create(request.SubjectName, X509SignatureGenerator.CreateForECDsa(_key), from, until ?? TestCredential.Now.AddYears(5), Serial())
            : parent.Sign(request, from, until ?? TestCredential.Now.AddYears(4));
    }

    public X509Certificate2 Certificate { get; }

    public byte[] Der => Certificate.RawData;

    public X509Certificate2 Sign(CertificateRequest request, DateTimeOffset from, DateTimeOffset until)
    {
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, true, false));
        return request.Create(Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(_key), from, until, Serial());
    }

    /// <summary>Issues a signer's certificate for a key.</summary>
    public byte[] Issue(
        ECDsa key,
        string? dns = "pid.example",
        string? uri = null,
        X509KeyUsageFlags? usage = X509KeyUsageFlags.DigitalSignature,
        bool isAuthority = false,
        DateTimeOffset? from = null,
        DateTimeOffset? until = null,
        Action<CertificateRequest>? change = null,
        HashAlgorithmName? hash = null)
    {
        var request = new CertificateRequest("CN=PID issuer", key, hash ?? HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        if (usage is { } flags)
        {
            request.CertificateExtensions.Add(new X509KeyUsageExtension(flags, true));
        }

        if (dns is not null || uri is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            if (dns is not null)
            {
                names.AddDnsName(dns);
            }

            if (uri is not null)
            {
                names.AddUri(new Uri(uri));
            }

            request.CertificateExtensions.Add(names.Build());
        }

        change?.Invoke(request);
        using var certificate = Sign(request, from ?? TestCredential.Now.AddDays(-30), until ?? TestCredential.Now.AddDays(30));
        return certificate.RawData;
    }

    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
    }

    private static byte[] Serial()
    {
        var octets = BitConverter.GetBytes(Interlocked.Increment(ref _serial));
        Array.Reverse(octets);
        return [1, .. octets];
    }
}
