namespace Eudiplo.Grains.Grants;

/// <summary>The refresh tokens of a grant as they are stored: the newest, the one before it, and what recognizes all others.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.RefreshFamily")]
public sealed record RefreshFamily
{
    /// <summary>
    /// Recognizes every refresh token that this grant ever handed out (see <see cref="RefreshSecret"/>), so that one from long ago revokes
    /// the grant without the hashes of all of them being kept. It does not make a token that is accepted. 32 random bytes.
    /// </summary>
    [Id(0)] public required byte[] Key { get; init; }

    /// <summary>Hash of the newest token's secret.</summary>
    [Id(1)] public required byte[] Current { get; init; }

    /// <summary>Hash of the secret that was exchanged for the newest; null before the first exchange.</summary>
    [Id(2)] public byte[]? Previous { get; init; }

    /// <summary>How many exchanges there were.</summary>
    [Id(3)] public int Generation { get; init; }

    /// <summary>When the newest token was issued: when the previous one was exchanged.</summary>
    [Id(4)] public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>When the newest token expires.</summary>
    [Id(5)] public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Hash of the digest of the newest exchange.</summary>
    [Id(6)] public byte[]? Request { get; init; }

    /// <summary>With the digest of the newest exchange, which is not stored, this gives the secrets of its answer. 32 random bytes.</summary>
    [Id(7)] public byte[]? Salt { get; init; }

    /// <summary>The scope that the newest exchange asked for; null for all that was granted.</summary>
    [Id(8)] public string? Scope { get; init; }

    /// <summary>Hash of the attempt that made the newest exchange; null where it had none.</summary>
    [Id(9)] public byte[]? Attempt { get; init; }

    /// <summary>Whether the newest exchange can still be asked for again.</summary>
    public bool HasExchange => Previous is not null && Salt is not null;
}
