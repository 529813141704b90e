namespace Eudiplo.Protocol.StatusList;

/// <summary>A verified status list, decompressed. Immutable, for all threads.</summary>
public sealed class StatusListToken
{
    private readonly byte[] _statuses;
    private readonly int _bits;

    internal StatusListToken(string uri, int bits, byte[] statuses)
    {
        Uri = uri;
        _bits = bits;
        _statuses = statuses;
    }

    /// <summary><c>sub</c>: the URI it is published at.</summary>
    public string Uri { get; }

    /// <summary><c>iat</c>.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary><c>exp</c>; null when it has none.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary><c>ttl</c>: how long a copy may be used before a fresh one should be fetched; null when it has none.</summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>How many places the list has. A list of less than 8 bits may have a few more than credentials.</summary>
    public long Count => (long)_statuses.Length * (8 / _bits);

    /// <summary>How many octets the list occupies in memory.</summary>
    public int Length => _statuses.Length;

    /// <summary>Until when a copy that was fetched at a time may be used: the sooner of <c>ttl</c> and <c>exp</c>.</summary>
    /// <param name="fetchedAt">When it was fetched.</param>
    /// <param name="otherwise">How long a copy is used when the list says neither.</param>
    public DateTimeOffset FreshUntil(DateTimeOffset fetchedAt, TimeSpan otherwise)
    {
        if (TimeToLive is null && ExpiresAt is { } only)
        {
            return only;
        }

        TimeSpan left = DateTimeOffset.MaxValue - fetchedAt;
        TimeSpan life = TimeToLive ?? otherwise;
        DateTimeOffset byLife = life >= left ? DateTimeOffset.MaxValue : fetchedAt + life;
        return ExpiresAt < byLife ? ExpiresAt.Value : byLife;
    }

    /// <summary>The status at a place; null when the list has no such place: then the credential must be refused.</summary>
    /// <param name="index">The <c>idx</c> of the credential.</param>
    public CredentialStatus? At(long index)
    {
        if (index < 0 || index >= Count)
        {
            return null;
        }

        int perByte = 8 / _bits;
        int shift = (int)(index % perByte) * _bits;
        return (CredentialStatus)((_statuses[(int)(index / perByte)] >> shift) & ((1 << _bits) - 1));
    }
}
