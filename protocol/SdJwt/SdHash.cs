using System.Security.Cryptography;
using System.Text.Json;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Protocol.SdJwt;

/// <summary>The hash of an SD-JWT's digests: <c>sha-256</c>, <c>sha-384</c> or <c>sha-512</c> (RFC 9901 section 4.1.1).</summary>
public sealed class SdHash
{
    /// <summary>The name of the claim.</summary>
    public const string Claim = "_sd_alg";

    private static readonly SdHash Sha256 = new(HashAlgorithmName.SHA256);
    private static readonly SdHash Sha384 = new(HashAlgorithmName.SHA384);
    private static readonly SdHash Sha512 = new(HashAlgorithmName.SHA512);
    private readonly HashAlgorithmName _name;

    private SdHash(HashAlgorithmName name) => _name = name;

    /// <summary>The hash that a payload names, or <c>sha-256</c>; null when it names another one.</summary>
    public static SdHash? Of(JsonElement payload) =>
        !payload.TryGetProperty(Claim, out _) ? Sha256
        : payload.TryGetString(Claim, out var name) ? name switch { "sha-256" => Sha256, "sha-384" => Sha384, "sha-512" => Sha512, _ => null }
        : null;

    /// <summary>The digest in base64url.</summary>
    public string Digest(ReadOnlySpan<byte> octets)
    {
        Span<byte> hash = stackalloc byte[64];
        return StrictBase64Url.Encode(hash[..CryptographicOperations.HashData(_name, octets, hash)]);
    }
}
