namespace Eudiplo.Cluster.Tests.Faults.Checking;

/// <summary>What must hold whatever breaks.</summary>
internal enum Rule
{
    /// <summary>A session issues one code, and a code gives one set of tokens.</summary>
    NoCodeTwice,

    /// <summary>A step is entered once and completed once.</summary>
    NoStepTwice,

    /// <summary>What a wallet was told stays true.</summary>
    NothingLost,

    /// <summary>A session gives nothing after its time.</summary>
    NotBeyondExpiry,

    /// <summary>A token is dead from the moment at which its revocation was acknowledged.</summary>
    RevokedStaysRevoked,

    /// <summary>A refresh token is exchanged for one other, and for none once that one was used.</summary>
    RefreshRotates,
}
