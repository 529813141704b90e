using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Eudiplo.Protocol.Trust;

/// <summary>Reads trust anchors as an operator writes them.</summary>
internal static class AnchorReader
{
    /// <summary>The certificates of PEM text (one or more) or of base64 DER (one); none when the text is neither.</summary>
    public static IReadOnlyList<X509Certificate2> Read(string text)
    {
        var read = new List<X509Certificate2>();
        foreach (var der in text.Contains("-----BEGIN", StringComparison.Ordinal) ? Pem(text) : Base64(text))
        {
            if (CertificateReader.Read(der) is not { } certificate)
            {
                return [];
            }

            read.Add(certificate);
        }

        return read;
    }

    private static IEnumerable<byte[]> Pem(string text)
    {
        var rest = text;
        while (PemEncoding.TryFind(rest, out var fields))
        {
            // Something else than a certificate is a mistake that must be seen: an empty array is no certificate.
            yield return rest[fields.Label] == "CERTIFICATE" ? Convert.FromBase64String(rest[fields.Base64Data]) : [];
            rest = rest[fields.Location.End..];
        }
    }

    private static IEnumerable<byte[]> Base64(string text)
    {
        var der = new byte[text.Length];
        yield return Convert.TryFromBase64String(text, der, out var written) ? der[..written] : [];
    }
}
