using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Trust;

namespace Eudiplo.Protocol.PresentationRequests;

/// <summary>
/// Signs presentation requests in the name of a certificate (OpenID4VP 1.0 section 5.9.3, prefixes <c>x509_san_dns</c> and
/// <c>x509_hash</c>). For all threads. The signing key stays the caller's.
/// </summary>
public sealed class RequestSigner
{
    private readonly JwsSigner _signer;
    private readonly string[] _chain;

    private RequestSigner(JwsSigner signer, string clientId, IEnumerable<byte[]> chain)
    {
        _signer = signer;
        ClientId = clientId;
        _chain = [.. chain.Select(Convert.ToBase64String)];
    }

    /// <summary>The <c>client_id</c>, with its prefix.</summary>
    public string ClientId { get; }

    /// <summary>A signer that is known by a DNS name of its certificate: <c>x509_san_dns:{name}</c>.</summary>
    /// <param name="signer">The private key of the first certificate.</param>
    /// <param name="chain">DER, the signer's certificate first; a root at its end is not sent.</param>
    /// <param name="dnsName">One of the certificate's subject alternative names, not a wildcard.</param>
    /// <param name="result">The signer, or null.</param>
    /// <param name="error">What is wrong with the configuration, for an operator.</param>
    public static bool TryCreateForDnsName(
        JwsSigner signer,
        IReadOnlyList<byte[]> chain,
        string dnsName,
        [NotNullWhen(true)] out RequestSigner? result,
        [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(dnsName);
        return TryCreate(
            signer,
            chain,
            leaf => HasDnsName(leaf, dnsName) ? $"x509_san_dns:{dnsName}" : null,
            $"the first certificate has no subject alternative name '{dnsName}'",
            out result,
            out error);
    }

    /// <summary>A signer that is known by the SHA-256 of its certificate: <c>x509_hash:{hash}</c>.</summary>
    /// <param name="signer">The private key of the first certificate.</param>
    /// <param name="chain">DER, the signer's certificate first; a root at its end is not sent.</param>
    /// <param name="result">The signer, or null.</param>
    /// <param name="error">What is wrong with the configuration, for an operator.</param>
    public static bool TryCreateForHash(
        JwsSigner signer,
        IReadOnlyList<byte[]> chain,
        [NotNullWhen(true)] out RequestSigner? result,
        [NotNullWhen(false)] out string? error) =>
        TryCreate(
            signer, chain, leaf => $"x509_hash:{StrictBase64Url.Encode(SHA256.HashData(leaf.RawData))}", "", out result, out error);

    /// <summary>Signs a request object.</summary>
    internal string Sign(ReadOnlySpan<byte> payload) => _signer.Sign("oauth-authz-req+jwt", payload, WriteChain);

    private static bool HasDnsName(X509Certificate2 certificate, string dnsName) =>
        !dnsName.Contains('*', StringComparison.Ordinal)
        && CertificateReader.AlternativeNames(certificate).DnsNames.Contains(dnsName, StringComparer.OrdinalIgnoreCase);

    private static bool TryCreate(
        JwsSigner signer,
        IReadOnlyList<byte[]> chain,
        Func<X509Certificate2, string?> clientIdOf,
        string noClientId,
        [NotNullWhen(true)] out RequestSigner? result,
        [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(signer);
        ArgumentNullException.ThrowIfNull(chain);
        result = null;
        X509Certificate2?[] read = [.. chain.Select(CertificateReader.Read)];
        try
        {
            if (read.Length == 0 || read.Any(one => one is null))
            {
                error = read.Length == 0 ? "there is no certificate" : "a certificate of the chain is not DER of X.509";
                return false;
            }

            if (CertificateReader.PublicKey(read[0]!)?.Thumbprint != signer.PublicKey.Thumbprint)
            {
                error = "the first certificate is not of the signing key";
                return false;
            }

            if (clientIdOf(read[0]!) is not { } clientId)
            {
                error = noClientId;
                return false;
            }

            // The wallet has the trust anchor already: RFC 7515 section 4.1.6 lets it be left out, HAIP wants it to be.
            bool endsInRoot = read.Length > 1 && read[^1]!.SubjectName.RawData.AsSpan().SequenceEqual(read[^1]!.IssuerName.RawData);
            result = new(signer, clientId, endsInRoot ? chain.SkipLast(1) : chain);
            error = null;
            return true;
        }
        finally
        {
            foreach (X509Certificate2? one in read)
            {
                one?.Dispose();
            }
        }
    }

    private void WriteChain(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("x5c");
        foreach (string certificate in _chain)
        {
            writer.WriteStringValue(certificate);
        }

        writer.WriteEndArray();
    }
}
