namespace Eudiplo.Grains.Abstractions.Storage;

/// <summary>
/// What the state table keeps beside a state's encrypted payload, so that rows can be found, counted and swept without
/// being decrypted. No member but <see cref="Subject"/> may hold personal data, and the subject is stored as a keyed hash.
/// </summary>
/// <remarks>Every type that a grain stores through the <c>eudiplo</c> storage provider implements this.</remarks>
public interface IStoredState
{
    /// <summary>The tenant that owns the row. Never empty when the state is written.</summary>
    string TenantId { get; }

    /// <summary>The status, for filtering; empty where a kind has none.</summary>
    string Status { get; }

    /// <summary>The OAuth client, where there is one.</summary>
    string? ClientId { get; }

    /// <summary>The user, where there is one. Storage keeps a keyed hash of it, never the value.</summary>
    string? Subject { get; }

    /// <summary>The group that the row belongs to, for bulk revocation.</summary>
    string? GroupId { get; }

    /// <summary>When the row stops existing for every reader; null for never.</summary>
    DateTimeOffset? ExpiresAt { get; }

    /// <summary>
    /// Null: the row is deleted once it has expired. Otherwise the payload is erased at <see cref="ExpiresAt"/>, the row is left with
    /// status <c>expired</c> and its times, and is deleted at this time.
    /// </summary>
    DateTimeOffset? RetainUntil { get; }

    /// <summary>When the state was first made.</summary>
    DateTimeOffset CreatedAt { get; }
}
