namespace Eudiplo.Grains.Grants;

/// <summary>What a presented refresh token means.</summary>
internal enum RefreshOutcome
{
    /// <summary>Not one of this grant's, or expired: nothing happens.</summary>
    Unknown = 0,

    /// <summary>The newest: it is exchanged.</summary>
    Exchange,

    /// <summary>The one that was exchanged last, with the same request, within the grace: the same answer again.</summary>
    Again,

    /// <summary>The one that was exchanged last, within the grace, but with another request: refused, and nothing more.</summary>
    Changed,

    /// <summary>One that was exchanged before: somebody has a copy.</summary>
    Reused,
}
