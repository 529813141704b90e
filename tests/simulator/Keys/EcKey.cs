using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Eudiplo.WalletSimulator.Keys;

/// <summary>
/// A P-256 private key with its JWK form: what holders, issuers and DPoP clients of the simulator sign with. Safe for use by
/// several threads (signatures of one key are made one after another).
/// </summary>
public sealed class EcKey : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ECDsa _ecdsa;

    private EcKey(ECDsa ecdsa, string? keyId)
    {
        _ecdsa = ecdsa;
        var point = ecdsa.ExportParameters(includePrivateParameters: false).Q;
        X = Base64Url.EncodeToString(point.X!);
        Y = Base64Url.EncodeToString(point.Y!);
        Thumbprint = Base64Url.EncodeToString(ThumbprintBytes());
        KeyId = keyId ?? Thumbprint;
    }

    /// <summary>The `kid`: as in the JWK that the key came from, else the thumbprint.</summary>
    public string KeyId { get; }

    /// <summary>The JWK thumbprint of RFC 7638 (SHA-256, base64url).</summary>
    public string Thumbprint { get; }

    /// <summary>The JWK member `x`.</summary>
    public string X { get; }

    /// <summary>The JWK member `y`.</summary>
    public string Y { get; }

    /// <summary>A fresh random key.</summary>
    public static EcKey Generate(string? keyId = null) => new(ECDsa.Create(ECCurve.NamedCurves.nistP256), keyId);

    /// <summary>Reads a private P-256 JWK.</summary>
    /// <exception cref="FormatException">The text is not a private P-256 JWK.</exception>
    public static EcKey FromPrivateJwk(string json)
    {
        if (JsonNode.Parse(json) is not JsonObject jwk || (string?)jwk["kty"] != "EC" || (string?)jwk["crv"] != "P-256"
            || jwk["d"] is null || jwk["x"] is null || jwk["y"] is null)
        {
            throw new FormatException("Not a private JWK with kty=EC and crv=P-256.");
        }

        var parameters = new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            D = Base64Url.DecodeFromChars((string)jwk["d"]!),
            Q = new ECPoint { X = Base64Url.DecodeFromChars((string)jwk["x"]!), Y = Base64Url.DecodeFromChars((string)jwk["y"]!) },
        };
        return new EcKey(ECDsa.Create(parameters), (string?)jwk["kid"]);
    }

    /// <summary>The public JWK, by default only its required members (the form of `cnf` and of DPoP headers).</summary>
    public JsonObject PublicJwk(bool withKeyId = false)
    {
        var jwk = new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = X, ["y"] = Y };
        if (withKeyId)
        {
            jwk["kid"] = KeyId;
            jwk["alg"] = "ES256";
            jwk["use"] = "sig";
        }

        return jwk;
    }

    /// <summary>The private JWK, `kid` included.</summary>
    public JsonObject PrivateJwk()
    {
        var jwk = PublicJwk();
        jwk["d"] = Base64Url.EncodeToString(_ecdsa.ExportParameters(includePrivateParameters: true).D!);
        jwk["kid"] = KeyId;
        return jwk;
    }

    /// <summary>Signs with ES256 in the fixed 64-byte form of JOSE and COSE.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        lock (_gate)
        {
            return _ecdsa.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
    }

    /// <summary>Signs into <paramref name="destination"/> (64 bytes) without allocating the signature.</summary>
    public bool TrySign(ReadOnlySpan<byte> data, Span<byte> destination, out int written)
    {
        lock (_gate)
        {
            return _ecdsa.TrySignData(
                data, destination, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation, out written);
        }
    }

    /// <summary>Checks an ES256 signature: for the tests of the simulator itself.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        lock (_gate)
        {
            return _ecdsa.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
    }

    /// <summary>The underlying key: for certificates over it. The caller must not dispose it.</summary>
    internal ECDsa Native => _ecdsa;

    /// <summary>The curve point, for COSE keys.</summary>
    internal ECPoint Point => _ecdsa.ExportParameters(includePrivateParameters: false).Q;

    /// <inheritdoc/>
    public void Dispose() => _ecdsa.Dispose();

    private byte[] ThumbprintBytes() =>
        SHA256.HashData(Encoding.UTF8.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{X}}","y":"{{Y}}"}"""));
}
