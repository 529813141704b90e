using Eudiplo.Protocol.Jose;

namespace Eudiplo.Protocol.Cose;

/// <summary>
/// COSE algorithm numbers and the JOSE algorithms that compute the same signature. The numbers that leave the curve open
/// (ES256 and its like, RFC 9053 section 2.1) are read with the curve that JOSE ties them to, which is also what ISO/IEC
/// 18013-5 and the fully specified numbers ESP256, ESP384 and ESP512 (RFC 9864) mean on these curves.
/// </summary>
public static class CoseAlgorithms
{
    /// <summary>The algorithm of a COSE number, or <see cref="JwsAlgorithms.None"/>.</summary>
    public static JwsAlgorithms Parse(long number) => number switch
    {
        -7 or -9 => JwsAlgorithms.ES256,
        -35 or -51 => JwsAlgorithms.ES384,
        -36 or -52 => JwsAlgorithms.ES512,
        -37 => JwsAlgorithms.PS256,
        -38 => JwsAlgorithms.PS384,
        -39 => JwsAlgorithms.PS512,
        _ => JwsAlgorithms.None,
    };

    /// <summary>The COSE numbers of an allow-list, for <c>issuerauth_alg_values</c> and <c>deviceauth_alg_values</c>.</summary>
    public static IReadOnlyList<int> List(JwsAlgorithms algorithms) =>
        [.. ((int[])[-7, -9, -35, -51, -36, -52, -37, -38, -39]).Where(number => algorithms.HasFlag(Parse(number)))];
}
