namespace Eudiplo.Grains.Abstractions.Revocations;

/// <summary>Whose grants are revoked at once: those of a client, of a user, or of a group.</summary>
/// <param name="Kind">What <paramref name="Value"/> names.</param>
/// <param name="Value">The client, user or group. A user is personal data.</param>
[GenerateSerializer, Immutable, Alias("eudiplo.RevocationTarget")]
public sealed record RevocationTarget(
    [property: Id(0)] RevocationTargetKind Kind,
    [property: Id(1)] string Value)
{
    /// <summary>Whether a grant is meant.</summary>
    public bool Covers(string? clientId, string? subject, string? groupId) => Value == Kind switch
    {
        RevocationTargetKind.Client => clientId,
        RevocationTargetKind.User => subject,
        _ => groupId,
    };

    /// <summary>Never the value.</summary>
    public override string ToString() => Kind.ToString();
}
