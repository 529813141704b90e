namespace Eudiplo.Grains.Abstractions.Revocations;

/// <summary>What a revocation in bulk goes by.</summary>
[GenerateSerializer, Alias("eudiplo.RevocationTargetKind")]
public enum RevocationTargetKind
{
    /// <summary>The user: the subject of the grants.</summary>
    User = 0,

    /// <summary>The client that the tokens are for.</summary>
    Client = 1,

    /// <summary>The group.</summary>
    Group = 2,
}
