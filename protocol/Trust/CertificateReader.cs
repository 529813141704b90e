using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Protocol.Trust;

/// <summary>Reads what a chain needs of X.509 certificates that an outsider sent.</summary>
internal static class CertificateReader
{
    private static readonly HashSet<string> Signatures =
    [
        "1.2.840.10045.4.3.2", "1.2.840.10045.4.3.3", "1.2.840.10045.4.3.4", // ECDSA with SHA-256, SHA-384, SHA-512
        "1.2.840.113549.1.1.11", "1.2.840.113549.1.1.12", "1.2.840.113549.1.1.13", // PKCS #1 v1.5 with the same
        "1.2.840.113549.1.1.10", // PSS
    ];

    public static bool HasStrongSignature(X509Certificate2 certificate) =>
        certificate.SignatureAlgorithm.Value is { } oid && Signatures.Contains(oid);

    /// <summary>One certificate of exactly these octets; null when they are anything else (PEM, PKCS #7, trailing octets).</summary>
    public static X509Certificate2? Read(byte[] der)
    {
        X509Certificate2? certificate = null;
        try
        {
            AsnDecoder.ReadSequence(der, AsnEncodingRules.DER, out _, out _, out var consumed);
            if (consumed != der.Length)
            {
                return null;
            }

            certificate = X509CertificateLoader.LoadCertificate(der);
            Decode(certificate);
            return certificate;
        }
        catch (Exception exception) when (exception is AsnContentException or CryptographicException or ArgumentException)
        {
            certificate?.Dispose();
            return null;
        }
    }

    public static Jwk? PublicKey(X509Certificate2 certificate)
    {
        try
        {
            using var ec = certificate.GetECDsaPublicKey();
            if (ec is not null)
            {
                var parameters = ec.ExportParameters(includePrivateParameters: false);
                return JwkRules.CurveName(parameters.Curve) is null ? null : Jwk.FromEc(parameters);
            }

            using var rsa = certificate.GetRSAPublicKey();
            var numbers = rsa?.ExportParameters(includePrivateParameters: false);
            return numbers is { } some && JwkRules.IsRsa(some.Modulus!, some.Exponent!) ? Jwk.FromRsa(some) : null;
        }
        catch (Exception exception) when (exception is CryptographicException or NotSupportedException or ArgumentException)
        {
            return null;
        }
    }

    public static string Thumbprint(X509Certificate2 certificate) =>
        Convert.ToHexStringLower(SHA256.HashData(certificate.RawDataMemory.Span));

    public static string? AuthorityKeyIdentifier(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509AuthorityKeyIdentifierExtension>().FirstOrDefault()?.KeyIdentifier is { } octets
            ? StrictBase64Url.Encode(octets.Span)
            : null;

    /// <summary>The DNS names and URIs of a certificate; none when the extension is missing or malformed.</summary>
    public static (IReadOnlyList<string> DnsNames, IReadOnlyList<string> Uris) AlternativeNames(X509Certificate2 certificate)
    {
        var dnsNames = new List<string>();
        var uris = new List<string>();
        try
        {
            foreach (var extension in certificate.Extensions.Where(one => one.Oid?.Value == "2.5.29.17"))
            {
                var names = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
                while (names.HasData)
                {
                    var tag = names.PeekTag();
                    if (tag.HasSameClassAndValue(new Asn1Tag(TagClass.ContextSpecific, 2)))
                    {
                        dnsNames.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, tag));
                    }
                    else if (tag.HasSameClassAndValue(new Asn1Tag(TagClass.ContextSpecific, 6)))
                    {
                        uris.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, tag));
                    }
                    else
                    {
                        names.ReadEncodedValue();
                    }
                }
            }

            return (dnsNames, uris);
        }
        catch (AsnContentException)
        {
            return ([], []);
        }
    }

    /// <summary>The framework decodes when it is asked: what is malformed must be found here, and not by whoever asks first.</summary>
    /// <exception cref="CryptographicException">Something is malformed.</exception>
    private static void Decode(X509Certificate2 certificate)
    {
        _ = (certificate.NotBefore, certificate.NotAfter, certificate.Subject, certificate.Issuer, certificate.SignatureAlgorithm.Value);
        foreach (var extension in certificate.Extensions)
        {
            _ = extension switch
            {
                X509BasicConstraintsExtension basic => basic.CertificateAuthority,
                X509KeyUsageExtension usage => usage.KeyUsages != X509KeyUsageFlags.None,
                X509AuthorityKeyIdentifierExtension authority => authority.KeyIdentifier is not null,
                X509EnhancedKeyUsageExtension purposes => purposes.EnhancedKeyUsages.Count > 0,
                X509SubjectKeyIdentifierExtension subject => subject.SubjectKeyIdentifierBytes.IsEmpty,
                _ => false,
            };
        }
    }
}
