using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Protocol.Dialects;

namespace Eudiplo.Grains.Sessions;

/// <summary>What a wire form means to the rules.</summary>
public static class SessionDialects
{
    /// <summary>How a wire form spells interaction types.</summary>
    public static DialectTypes Types(this InteractiveDialect dialect) => dialect switch
    {
        InteractiveDialect.Urn => DialectTypes.Urn,
        InteractiveDialect.FirstParty => DialectTypes.FirstParty,
        _ => DialectTypes.Bare,
    };
}
