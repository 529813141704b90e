using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Grains.RequestSigning;

/// <summary>Reads signing keys and their certificates as people keep them: PEM.</summary>
public static class SigningKeyPem
{
    /// <summary>Reads a private key.</summary>
    /// <param name="pem">PKCS #8 or SEC 1, not encrypted.</param>
    /// <param name="keyId">The <c>kid</c>.</param>
    /// <param name="signer">The key, imported.</param>
    /// <returns>False when it is no EC key on P-256, P-384 or P-521.</returns>
    public static bool TryReadKey(string pem, string keyId, [NotNullWhen(true)] out JwsSigner? signer)
    {
        signer = null;
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            signer = JwsSigner.Create(key, keyId);
            return true;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            key.Dispose();
            return false;
        }
    }

    /// <summary>Reads certificates, in the order in which they stand there.</summary>
    /// <param name="pem">One or more certificates.</param>
    /// <param name="certificates">The certificates.</param>
    /// <returns>False when there is none, or one cannot be read.</returns>
    public static bool TryReadCertificates(string pem, out X509Certificate2Collection certificates)
    {
        certificates = [];
        try
        {
            certificates.ImportFromPem(pem);
            return certificates.Count > 0;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
