namespace Eudiplo.Protocol.Jwe;

/// <summary>Names and parameters of <see cref="JweEncryptions"/>.</summary>
public static class JweEncryptionNames
{
    /// <summary>The algorithm of an <c>enc</c> value (case-sensitive), or <see cref="JweEncryptions.None"/> for every other text.</summary>
    public static JweEncryptions Parse(string? name) => name switch
    {
        "A128GCM" => JweEncryptions.A128GCM,
        "A256GCM" => JweEncryptions.A256GCM,
        _ => JweEncryptions.None,
    };

    /// <summary>The <c>enc</c> values of an allow-list, for metadata.</summary>
    public static IReadOnlyList<string> List(JweEncryptions encryptions) =>
        [.. ((JweEncryptions[])[JweEncryptions.A128GCM, JweEncryptions.A256GCM])
            .Where(one => encryptions.HasFlag(one))
            .Select(one => one.ToString())];

    /// <summary>The length of the key in octets.</summary>
    internal static int KeyLength(JweEncryptions encryption) => encryption == JweEncryptions.A128GCM ? 16 : 32;
}
