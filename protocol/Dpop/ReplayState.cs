namespace Eudiplo.Protocol.Dpop;

/// <summary>What a <see cref="ReplayWindow"/> says of an identifier.</summary>
public enum ReplayState
{
    /// <summary>It was not seen before, and is remembered now.</summary>
    New = 0,

    /// <summary>It was seen before.</summary>
    Seen,

    /// <summary>It was not seen before, and there is no room to remember it: it must not be accepted.</summary>
    Full,
}
