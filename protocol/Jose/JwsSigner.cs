using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Eudiplo.Protocol.Jose;

/// <summary>A private key that signs compact JWS. For all threads; dispose it to let go of the key.</summary>
public sealed class JwsSigner : IDisposable
{
    private readonly AsymmetricAlgorithm _key;
    private readonly Lock _turn = new();

    private JwsSigner(AsymmetricAlgorithm key, Jwk publicKey, JwsAlgorithms algorithm)
    {
        _key = key;
        PublicKey = publicKey;
        Algorithm = algorithm;
    }

    /// <summary>The public key, with <c>kid</c>, <c>use</c> and <c>alg</c>.</summary>
    public Jwk PublicKey { get; }

    /// <summary>The algorithm it signs with.</summary>
    public JwsAlgorithms Algorithm { get; }

    /// <summary>Makes a signer of an EC key; the algorithm follows from the curve. The signer owns the key from now on.</summary>
    /// <param name="key">A private key on P-256, P-384 or P-521.</param>
    /// <param name="keyId">The <c>kid</c>; the thumbprint when null.</param>
    /// <exception cref="ArgumentException">Another curve.</exception>
    public static JwsSigner Create(ECDsa key, string? keyId = null)
    {
        var bare = Jwk.FromEc(key.ExportParameters(includePrivateParameters: false));
        var algorithm = bare.Curve switch { "P-256" => JwsAlgorithms.ES256, "P-384" => JwsAlgorithms.ES384, _ => JwsAlgorithms.ES512 };
        return new JwsSigner(key, Jwk.FromEc(bare.ToEcParameters(), keyId ?? bare.Thumbprint, "sig", algorithm.ToString()), algorithm);
    }

    /// <summary>Makes a signer of an RSA key. The signer owns the key from now on.</summary>
    /// <param name="key">A private key of at least 2048 bits.</param>
    /// <param name="algorithm">One of the RSA algorithms.</param>
    /// <param name="keyId">The <c>kid</c>; the thumbprint when null.</param>
    /// <exception cref="ArgumentException">The algorithm is not one for RSA, or the key is too short.</exception>
    public static JwsSigner Create(RSA key, JwsAlgorithms algorithm, string? keyId = null)
    {
        var bare = Jwk.FromRsa(key.ExportParameters(includePrivateParameters: false));
        if (!bare.Fits(algorithm) || key.KeySize < JwkRules.MinRsaBits)
        {
            throw new ArgumentException("Not an RSA algorithm, or a key under 2048 bits.", nameof(algorithm));
        }

        var shown = Jwk.FromRsa(key.ExportParameters(includePrivateParameters: false), keyId ?? bare.Thumbprint, "sig", algorithm.ToString());
        return new JwsSigner(key, shown, algorithm);
    }

    /// <summary>Signs claims: header <c>alg</c>, <c>typ</c>, <c>kid</c>, or what <paramref name="writeHeader"/> adds instead of a <c>kid</c>.</summary>
    /// <param name="type">The <c>typ</c>.</param>
    /// <param name="payload">The claims set, in UTF-8.</param>
    /// <param name="writeHeader">Writes further header members (for instance <c>x5c</c> or <c>jwk</c>); null writes <c>kid</c>.</param>
    public string Sign(string type, ReadOnlySpan<byte> payload, Action<Utf8JsonWriter>? writeHeader = null)
    {
        using var header = new MemoryStream();
        using (var writer = new Utf8JsonWriter(header))
        {
            writer.WriteStartObject();
            writer.WriteString("alg", Algorithm.ToString());
            writer.WriteString("typ", type);
            if (writeHeader is null)
            {
                writer.WriteString("kid", PublicKey.KeyId);
            }
            else
            {
                writeHeader(writer);
            }

            writer.WriteEndObject();
        }

        var signed = $"{StrictBase64Url.Encode(header.GetBuffer().AsSpan(0, (int)header.Length))}.{StrictBase64Url.Encode(payload)}";
        return $"{signed}.{StrictBase64Url.Encode(SignOctets(Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>Signs octets; ECDSA gives r and s at full length.</summary>
    public byte[] SignOctets(ReadOnlySpan<byte> octets)
    {
        var hash = JwsAlgorithmNames.Hash(Algorithm);
        // A key object is not promised to serve two threads at once, and not every private key can be copied.
        lock (_turn)
        {
            return _key is ECDsa ec
                ? ec.SignData(octets, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
                : ((RSA)_key).SignData(octets, hash, JwsAlgorithmNames.Padding(Algorithm));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}
