using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Eudiplo.Grains.RequestSigning;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Unit.Tests.RequestSigning;

public sealed class SelfSignedKeyTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("issuer.example")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("xn--bcher-kva.example")]
    [InlineData("a-very-long-label-of-a-host-name-that-goes-on-and-on.another-long-label.issuer.example")]
    public void A_made_certificate_names_its_host_and_signs_requests_in_both_forms(string host)
    {
        var made = SelfSignedKey.Create(host, Now);
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(made.PrivateKey, out _);
        using var signer = JwsSigner.Create(key, made.KeyId);

        Assert.True(RequestSigners.TryCreate(PresentationRequestForm.X509SanDns, signer, made.Certificates, host, out var byName, out _));
        Assert.True(RequestSigners.TryCreate(PresentationRequestForm.X509Hash, signer, made.Certificates, null, out var byHash, out _));
        Assert.Equal($"x509_san_dns:{host}", byName.ClientId);
        Assert.StartsWith("x509_hash:", byHash.ClientId, StringComparison.Ordinal);
        using var certificate = X509CertificateLoader.LoadCertificate(made.Certificates[0]);
        Assert.Equal(Now.AddDays(730), made.NotAfter);
        Assert.False(certificate.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
    }
}
