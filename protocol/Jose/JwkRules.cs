using System.Security.Cryptography;

namespace Eudiplo.Protocol.Jose;

/// <summary>Which numbers are acceptable in a <see cref="Jwk"/>.</summary>
internal static class JwkRules
{
    /// <summary>The smallest RSA modulus, in bits (RFC 7518 section 3.3).</summary>
    public const int MinRsaBits = 2048;

    /// <summary>The largest RSA modulus, in bits: a bigger one makes every verification expensive for us and nobody else.</summary>
    public const int MaxRsaBits = 8192;

    public static bool IsCurve(string name) => name is "P-256" or "P-384" or "P-521";

    public static int FieldLength(string curve) => curve switch { "P-256" => 32, "P-384" => 48, _ => 66 };

    public static ECCurve Curve(string name) => name switch
    {
        "P-256" => ECCurve.NamedCurves.nistP256,
        "P-384" => ECCurve.NamedCurves.nistP384,
        _ => ECCurve.NamedCurves.nistP521,
    };

    public static string? CurveName(ECCurve curve) => curve.IsNamed
        ? curve.Oid.Value switch
        {
            "1.2.840.10045.3.1.7" => "P-256",
            "1.3.132.0.34" => "P-384",
            "1.3.132.0.35" => "P-521",
            _ => curve.Oid.FriendlyName switch
            {
                "nistP256" or "ECDSA_P256" => "P-256",
                "nistP384" or "ECDSA_P384" => "P-384",
                "nistP521" or "ECDSA_P521" => "P-521",
                _ => null,
            },
        }
        : null;

    /// <summary>Base64urlUInt has no leading zero octet (RFC 7518 section 2); the exponent is odd and short.</summary>
    public static bool IsRsa(byte[] modulus, byte[] exponent) =>
        modulus.Length is >= MinRsaBits / 8 and <= MaxRsaBits / 8
        && modulus[0] != 0
        && (modulus.Length > MinRsaBits / 8 || modulus[0] >= 0x80)
        && exponent.Length is >= 1 and <= 4
        && exponent[0] != 0
        && (exponent[^1] & 1) == 1
        && !(exponent.Length == 1 && exponent[0] == 1);
}
