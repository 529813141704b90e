using System.Security.Cryptography.X509Certificates;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Protocol.Trust;

/// <summary>A certificate chain that leads to a configured trust anchor.</summary>
public sealed class CertificateChain
{
    internal CertificateChain(X509Certificate2 leaf, Jwk key, IReadOnlyList<X509Certificate2> presented, IReadOnlyList<X509Certificate2> whole)
    {
        Leaf = leaf;
        Key = key;
        NotBefore = whole.Max(one => new DateTimeOffset(one.NotBefore.ToUniversalTime()));
        NotAfter = whole.Min(one => new DateTimeOffset(one.NotAfter.ToUniversalTime()));
        Thumbprints = [.. whole.Select(CertificateReader.Thumbprint)];
        AuthorityKeyIdentifiers = [.. presented.Select(CertificateReader.AuthorityKeyIdentifier).OfType<string>().Distinct()];
        (DnsNames, Uris) = CertificateReader.AlternativeNames(leaf);
    }

    /// <summary>The signer's certificate. Shared by every caller: do not dispose it.</summary>
    public X509Certificate2 Leaf { get; }

    /// <summary>The signer's public key, imported once for all callers.</summary>
    public Jwk Key { get; }

    /// <summary>The latest beginning of validity in the chain, anchor included.</summary>
    public DateTimeOffset NotBefore { get; }

    /// <summary>The earliest end of validity in the chain, anchor included.</summary>
    public DateTimeOffset NotAfter { get; }

    /// <summary>SHA-256 of every certificate in the chain, signer first and anchor last, in lower-case hexadecimal.</summary>
    public IReadOnlyList<string> Thumbprints { get; }

    /// <summary>
    /// The authority key identifiers, base64url, of the certificates that the credential carries (OpenID4VP 1.0 section 6.1.1.1).
    /// </summary>
    public IReadOnlyList<string> AuthorityKeyIdentifiers { get; }

    /// <summary>The dNSName entries of the signer's subject alternative names.</summary>
    public IReadOnlyList<string> DnsNames { get; }

    /// <summary>The uniformResourceIdentifier entries of the signer's subject alternative names.</summary>
    public IReadOnlyList<string> Uris { get; }

    /// <summary>
    /// Whether the signer's certificate names an issuer that is a URL: the URL itself among its URIs, or the URL's host among its DNS
    /// names. A root path may be written or left out; wildcards name nobody.
    /// </summary>
    public bool Names(Uri issuer) =>
        Uris.Any(one => one == issuer.OriginalString || (issuer.PathAndQuery == "/" && one.TrimEnd('/') == issuer.OriginalString.TrimEnd('/')))
        || DnsNames.Contains(issuer.Host, StringComparer.OrdinalIgnoreCase);
}
