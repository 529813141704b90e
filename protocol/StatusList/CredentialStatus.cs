using System.Diagnostics.CodeAnalysis;

namespace Eudiplo.Protocol.StatusList;

/// <summary>
/// The status of a credential ("Status Types Values" of Token Status List). Values that are not listed here are an
/// application's own or not yet given away: only <see cref="Valid"/> says that a credential may be accepted.
/// </summary>
[SuppressMessage("Design", "CA1028:Enum Storage should be Int32", Justification = "One octet on the wire")]
public enum CredentialStatus : byte
{
    /// <summary>Valid.</summary>
    Valid = 0,

    /// <summary>Revoked for good.</summary>
    Invalid = 1,

    /// <summary>Not valid for the time being.</summary>
    Suspended = 2,

    /// <summary>An application's own meaning.</summary>
    ApplicationSpecific = 3,
}
