namespace Eudiplo.Grains.Tenants;

/// <summary>A status list (draft-ietf-oauth-status-list) that somebody else publishes, and whose indices are given out here, each once.</summary>
public sealed record CredentialStatusList
{
    /// <summary>Where the list is published: the <c>uri</c> of the reference.</summary>
    public required string Uri { get; init; }

    /// <summary>How many indices it has: 1,024 to 100,000,000. When all are given out, nothing more is issued until another list is named.</summary>
    public required int Size { get; init; }
}
