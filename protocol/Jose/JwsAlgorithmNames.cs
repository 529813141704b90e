using System.Security.Cryptography;

namespace Eudiplo.Protocol.Jose;

/// <summary>Names and parameters of <see cref="JwsAlgorithms"/>.</summary>
public static class JwsAlgorithmNames
{
    private static readonly JwsAlgorithms[] Single =
    [
        JwsAlgorithms.ES256, JwsAlgorithms.ES384, JwsAlgorithms.ES512,
        JwsAlgorithms.PS256, JwsAlgorithms.PS384, JwsAlgorithms.PS512,
        JwsAlgorithms.RS256, JwsAlgorithms.RS384, JwsAlgorithms.RS512,
    ];

    /// <summary>The algorithm of an <c>alg</c> value (case-sensitive), or <see cref="JwsAlgorithms.None"/> for every other text.</summary>
    public static JwsAlgorithms Parse(string? name) => name switch
    {
        "ES256" => JwsAlgorithms.ES256,
        "ES384" => JwsAlgorithms.ES384,
        "ES512" => JwsAlgorithms.ES512,
        "PS256" => JwsAlgorithms.PS256,
        "PS384" => JwsAlgorithms.PS384,
        "PS512" => JwsAlgorithms.PS512,
        "RS256" => JwsAlgorithms.RS256,
        "RS384" => JwsAlgorithms.RS384,
        "RS512" => JwsAlgorithms.RS512,
        _ => JwsAlgorithms.None,
    };

    /// <summary>The <c>alg</c> values of an allow-list, for metadata.</summary>
    public static IReadOnlyList<string> List(JwsAlgorithms algorithms) =>
        [.. Single.Where(one => algorithms.HasFlag(one)).Select(one => one.ToString())];

    /// <summary>The hash of one algorithm.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="algorithm"/> is not exactly one algorithm.</exception>
    public static HashAlgorithmName Hash(JwsAlgorithms algorithm) => algorithm switch
    {
        JwsAlgorithms.ES256 or JwsAlgorithms.PS256 or JwsAlgorithms.RS256 => HashAlgorithmName.SHA256,
        JwsAlgorithms.ES384 or JwsAlgorithms.PS384 or JwsAlgorithms.RS384 => HashAlgorithmName.SHA384,
        JwsAlgorithms.ES512 or JwsAlgorithms.PS512 or JwsAlgorithms.RS512 => HashAlgorithmName.SHA512,
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "Not one algorithm."),
    };

    internal static RSASignaturePadding Padding(JwsAlgorithms algorithm) =>
        algorithm is JwsAlgorithms.PS256 or JwsAlgorithms.PS384 or JwsAlgorithms.PS512
            ? RSASignaturePadding.Pss
            : RSASignaturePadding.Pkcs1;
}
