using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Eudiplo.WalletSimulator.SdJwt;

/// <summary>Names and values of the hashes of an SD-JWT.</summary>
public static class SdHash
{
    /// <summary>The hash that an `_sd_alg` value names; SHA-256 where there is none (RFC 9901, section 4.1.1).</summary>
    /// <exception cref="FormatException">A hash that the simulator does not have.</exception>
    public static HashAlgorithmName FromName(string? name) => name switch
    {
        null or "sha-256" => HashAlgorithmName.SHA256,
        "sha-384" => HashAlgorithmName.SHA384,
        "sha-512" => HashAlgorithmName.SHA512,
        _ => throw new FormatException($"Unknown _sd_alg '{name}'."),
    };

    /// <summary>The value of `sd_hash` for a presentation up to and with its last tilde.</summary>
    public static string Of(string presentation, HashAlgorithmName hash) =>
        Base64Url.EncodeToString(CryptographicOperations.HashData(hash, Encoding.ASCII.GetBytes(presentation)));
}
