using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace Eudiplo.Unit.Tests.Steps;

/// <summary>A CA that certifies keys of verifiers, in the form that a tenant document has them.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _root;

    public TestAuthority()
    {
        var request = new CertificateRequest("CN=Test Access CA", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _root = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddYears(-1), DateTimeOffset.UtcNow.AddYears(5));
    }

    public void Dispose()
    {
        _root.Dispose();
        _key.Dispose();
    }

    /// <summary>A new key with its chain, root included.</summary>
    public JsonObject Document(string keyId, params string[] dnsNames)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Verifier", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in dnsNames)
        {
            names.AddDnsName(name);
        }

        request.CertificateExtensions.Add(names.Build());
        using var leaf = request.Create(_root, _root.NotBefore, _root.NotAfter, RandomNumberGenerator.GetBytes(16));
        return new JsonObject
        {
            ["keyId"] = keyId,
            ["privateKey"] = key.ExportPkcs8PrivateKeyPem(),
            ["certificateChain"] = leaf.ExportCertificatePem() + "\n" + _root.ExportCertificatePem(),
        };
    }
}
