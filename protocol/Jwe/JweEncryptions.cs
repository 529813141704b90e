using System.Diagnostics.CodeAnalysis;

namespace Eudiplo.Protocol.Jwe;

/// <summary>
/// The content encryption algorithms that Eudiplo knows (RFC 7518 section 5.1), one flag each, so that a value is an algorithm or
/// an allow-list of them.
/// </summary>
[Flags]
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "Flags")]
public enum JweEncryptions
{
    /// <summary>No algorithm; an allow-list that allows nothing.</summary>
    None = 0,

    /// <summary>AES-GCM with a key of 128 bits.</summary>
    A128GCM = 1,

    /// <summary>AES-GCM with a key of 256 bits.</summary>
    A256GCM = 2,

    /// <summary>Every algorithm of this list.</summary>
    All = A128GCM | A256GCM,
}
