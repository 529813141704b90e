using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Protocol.Trust;

/// <summary>
/// A set of root certificates and the chains that were found to lead to them. A chain is built once, with no network and no
/// revocation check, and then remembered with its validity; the memory belongs to this set, so a set without a withdrawn root has
/// never heard of that root's chains. For all threads.
/// </summary>
public sealed class TrustAnchors
{
    /// <summary>The most certificates in one chain.</summary>
    public const int MaxCertificates = 6;

    /// <summary>The most octets in one certificate.</summary>
    public const int MaxCertificateLength = 16_384;

    /// <summary>How many chains are remembered when nothing else is configured.</summary>
    public const int DefaultCapacity = 1024;

    private readonly X509Certificate2[] _roots;
    private readonly BoundedCache<CertificateChain> _chains;

    /// <summary>Makes a set; it keeps the certificates, so do not dispose them.</summary>
    /// <param name="roots">The trust anchors: root certificates, or certificates of CAs under them.</param>
    /// <param name="capacity">The most chains remembered, at least 2.</param>
    public TrustAnchors(IEnumerable<X509Certificate2> roots, int capacity = DefaultCapacity)
    {
        _roots = [.. roots];
        _chains = new BoundedCache<CertificateChain>(capacity);
    }

    /// <summary>The set that trusts nobody.</summary>
    public static TrustAnchors None { get; } = new([]);

    /// <summary>How many anchors there are.</summary>
    public int Count => _roots.Length;

    /// <summary>How many chains are remembered.</summary>
    public int RememberedChains => _chains.Count;

    /// <summary>Reads anchors as an operator writes them; false, with a text that names the first fault, when one is no CA's certificate.</summary>
    /// <param name="texts">PEM texts with one or more certificates each, or DER in base64.</param>
    /// <param name="anchors">The set.</param>
    /// <param name="error">What is wrong with which text, counted from 1.</param>
    public static bool TryParse(
        IEnumerable<string> texts, [NotNullWhen(true)] out TrustAnchors? anchors, [NotNullWhen(false)] out string? error)
    {
        (anchors, error) = (null, null);
        var roots = new List<X509Certificate2>();
        foreach (var (index, text) in texts.Index())
        {
            var read = AnchorReader.Read(text);
            if (read.Count == 0)
            {
                error = $"certificate {index + 1} is neither PEM nor base64 of an X.509 certificate";
                return false;
            }

            if (read.Any(one => !one.Extensions.OfType<X509BasicConstraintsExtension>().Any(with => with.CertificateAuthority)))
            {
                error = $"certificate {index + 1} is not a CA's (basic constraints); pin an issuer's own key as a JWK instead";
                return false;
            }

            roots.AddRange(read);
        }

        anchors = new TrustAnchors(roots);
        return true;
    }

    /// <summary>Checks a chain at a point in time.</summary>
    /// <param name="certificates">DER, the signer's first, each issued by the next; the anchor may be left out.</param>
    /// <param name="at">The time at which every certificate must be valid.</param>
    /// <param name="error">Why the chain is refused.</param>
    /// <returns>The chain, or null when it is refused.</returns>
    public CertificateChain? Verify(IReadOnlyList<byte[]> certificates, DateTimeOffset at, out CertificateChainError error)
    {
        if (certificates.Count is 0 or > MaxCertificates || certificates.Any(one => one.Length > MaxCertificateLength))
        {
            error = CertificateChainError.Malformed;
            return null;
        }

        var name = Name(certificates);
        var chain = _chains.Find(name);
        if (chain is null)
        {
            chain = Build(certificates, at, out error);
            if (chain is null)
            {
                return null;
            }

            _chains.Keep(name, chain);
        }

        error = at < chain.NotBefore || at > chain.NotAfter ? CertificateChainError.OutsideValidity : CertificateChainError.None;
        return error == CertificateChainError.None ? chain : null;
    }

    private static string Name(IReadOnlyList<byte[]> certificates)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var one in certificates)
        {
            hash.AppendData(BitConverter.GetBytes(one.Length));
            hash.AppendData(one);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private CertificateChain? Build(IReadOnlyList<byte[]> certificates, DateTimeOffset at, out CertificateChainError error)
    {
        var presented = new List<X509Certificate2>(certificates.Count);
        CertificateChain? built = null;
        try
        {
            foreach (var der in certificates)
            {
                if (CertificateReader.Read(der) is not { } certificate)
                {
                    error = CertificateChainError.Malformed;
                    return null;
                }

                presented.Add(certificate);
            }

            error = CheckLeaf(presented[0]);
            if (error == CertificateChainError.None)
            {
                built = Build(presented, at, out error);
            }

            return built;
        }
        finally
        {
            // What is remembered keeps its leaf; everything else was needed for the building only.
            foreach (var one in presented.Where(one => !ReferenceEquals(one, built?.Leaf)))
            {
                one.Dispose();
            }
        }
    }

    private CertificateChain? Build(List<X509Certificate2> presented, DateTimeOffset at, out CertificateChainError error)
    {
        using var builder = new X509Chain();
        builder.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        builder.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        builder.ChainPolicy.DisableCertificateDownloads = true;
        builder.ChainPolicy.VerificationTime = at.LocalDateTime;
        builder.ChainPolicy.CustomTrustStore.AddRange(_roots);
        builder.ChainPolicy.ExtraStore.AddRange(presented.Skip(1).ToArray());

        bool valid;
        try
        {
            valid = _roots.Length > 0 && (builder.Build(presented[0]) || EndsAtAnchor(builder));
        }
        catch (CryptographicException)
        {
            valid = false;
        }

        var whole = builder.ChainElements.Select(one => one.Certificate).ToList();
        try
        {
            error = valid ? Check(presented, whole) : Why(builder);
            var key = error == CertificateChainError.None ? CertificateReader.PublicKey(presented[0]) : null;
            if (error == CertificateChainError.None && key is null)
            {
                error = CertificateChainError.UnsupportedKey;
            }

            return key is null ? null : new CertificateChain(presented[0], key, presented, whole);
        }
        finally
        {
            whole.ForEach(one => one.Dispose());
        }
    }

    /// <summary>
    /// Whether the one thing wrong is that the chain stops at a CA under a root, and that CA is itself an anchor: trusted lists name
    /// such. Signatures and validity of what is below it were checked, or they would be among the faults.
    /// </summary>
    private bool EndsAtAnchor(X509Chain chain) =>
        chain.ChainElements.Count > 1
        && chain.ChainStatus.All(one => one.Status == X509ChainStatusFlags.PartialChain)
        && _roots.Any(root => root.RawDataMemory.Span.SequenceEqual(chain.ChainElements[^1].Certificate.RawDataMemory.Span));

    private static CertificateChainError Why(X509Chain chain)
    {
        var status = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
        const X509ChainStatusFlags Fatal = X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.NotSignatureValid;
        return (status & Fatal) != 0 || status == X509ChainStatusFlags.NoError ? CertificateChainError.NotTrusted
            : (status & X509ChainStatusFlags.InvalidBasicConstraints) != 0 ? CertificateChainError.BasicConstraints
            : (status & X509ChainStatusFlags.NotTimeValid) != 0 ? CertificateChainError.OutsideValidity
            : CertificateChainError.NotTrusted;
    }

    private static CertificateChainError CheckLeaf(X509Certificate2 leaf)
    {
        if (leaf.SubjectName.RawData.AsSpan().SequenceEqual(leaf.IssuerName.RawData))
        {
            return CertificateChainError.SelfSigned;
        }

        if (leaf.Extensions.OfType<X509BasicConstraintsExtension>().Any(one => one.CertificateAuthority))
        {
            return CertificateChainError.BasicConstraints;
        }

        return leaf.Extensions.OfType<X509KeyUsageExtension>().All(one => one.KeyUsages.HasFlag(X509KeyUsageFlags.DigitalSignature))
            ? CertificateChainError.None
            : CertificateChainError.KeyUsage;
    }

    private static CertificateChainError Check(List<X509Certificate2> presented, List<X509Certificate2> whole)
    {
        // Every certificate that was sent has its place (RFC 7515 section 4.1.6): none was ignored while building.
        if (presented.Count > whole.Count
            || presented.Where((one, at) => !one.RawDataMemory.Span.SequenceEqual(whole[at].RawDataMemory.Span)).Any())
        {
            return CertificateChainError.OutOfOrder;
        }

        // The anchor's own signature proves nothing, so its algorithm does not matter.
        if (whole.SkipLast(1).Any(one => !CertificateReader.HasStrongSignature(one)))
        {
            return CertificateChainError.WeakSignature;
        }

        return whole.Skip(1).All(one => one.Extensions.OfType<X509BasicConstraintsExtension>().Any(with => with.CertificateAuthority))
            ? CertificateChainError.None
            : CertificateChainError.BasicConstraints;
    }
}
