namespace Eudiplo.Protocol.StatusList;

/// <summary>The claims of a Status List Token in either form, read and not yet judged.</summary>
/// <param name="Subject"><c>sub</c>.</param>
/// <param name="IssuedAt"><c>iat</c>.</param>
/// <param name="NotBefore"><c>nbf</c>, if any.</param>
/// <param name="ExpiresAt"><c>exp</c>, if any.</param>
/// <param name="TimeToLive"><c>ttl</c>, if any.</param>
/// <param name="Bits"><c>bits</c>.</param>
/// <param name="Compressed"><c>lst</c>, decoded.</param>
internal sealed record StatusListClaims(
    string Subject,
    DateTimeOffset IssuedAt,
    DateTimeOffset? NotBefore,
    DateTimeOffset? ExpiresAt,
    TimeSpan? TimeToLive,
    long Bits,
    ReadOnlyMemory<byte> Compressed)
{
    /// <summary>The most seconds that are read as a time to live: a century.</summary>
    public const double MaxTimeToLive = 100.0 * 366 * 86_400;

    public StatusListToken? Accept(
        string uri, DateTimeOffset now, TimeSpan clockSkew, StatusListLimits limits, out StatusListError error)
    {
        error = Subject != uri ? StatusListError.SubjectMismatch
            : IssuedAt > now + clockSkew || NotBefore > now + clockSkew ? StatusListError.NotYetValid
            : ExpiresAt <= now - clockSkew ? StatusListError.Expired
            : Bits is not (1 or 2 or 4 or 8) ? StatusListError.BitsNotSupported
            : StatusListError.None;
        if (error != StatusListError.None || StatusListInflater.Inflate(Compressed, limits.MaxListLength, out error) is not { } list)
        {
            return null;
        }

        return new(Subject, (int)Bits, list) { IssuedAt = IssuedAt, ExpiresAt = ExpiresAt, TimeToLive = TimeToLive };
    }
}
