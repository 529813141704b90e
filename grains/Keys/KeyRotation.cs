using System.Security.Cryptography;
using Eudiplo.Grains.Abstractions.Keys;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Grains.Keys;

/// <summary>
/// When keys come and go. A key is published one overlap before it signs, so that whoever keeps a copy of the JWKS has it in time; it
/// signs until the next one does, and its public half stays while anything that it signed may still be verified.
/// </summary>
/// <param name="Period">How long a key signs.</param>
/// <param name="Overlap">How long it is published before that.</param>
/// <param name="Retention">How long the public half stays published after that.</param>
internal sealed record KeyRotation(TimeSpan Period, TimeSpan Overlap, TimeSpan Retention)
{
    /// <summary>How far the clocks of nodes may differ before a key that one of them made is taken for a mistake.</summary>
    private static readonly TimeSpan MaxSkew = TimeSpan.FromHours(1);

    /// <summary>The keys, newest first, as they must be at a time; the same list when nothing is due.</summary>
    public IReadOnlyList<TenantKey> Apply(IReadOnlyList<TenantKey> keys, DateTimeOffset now)
    {
        if (keys.Count == 0)
        {
            return [Make(now, now)];
        }

        keys = WithoutAhead(keys, now);
        var due = keys[0].SignsFrom + Period;
        var next = now < due - Overlap ? keys : [Make(now, due > now + Overlap ? due : now + Overlap), .. keys];
        return Retire(next, now);
    }

    /// <summary>The keys after a new one took over at once.</summary>
    public IReadOnlyList<TenantKey> Force(IReadOnlyList<TenantKey> keys, DateTimeOffset now) =>
        Retire([Make(now, now), .. keys.Where(k => k.SignsFrom <= now)], now);

    /// <summary>When the list changes next.</summary>
    public DateTimeOffset NextChange(IReadOnlyList<TenantKey> keys, DateTimeOffset now)
    {
        var next = keys[0].SignsFrom + Period - Overlap;
        for (var i = 1; i < keys.Count; i++)
        {
            var superseded = keys[i - 1].SignsFrom;
            var change = keys[i].PrivateKey is null || superseded <= now ? superseded + Retention : superseded;
            next = change < next ? change : next;
        }

        return next;
    }

    /// <summary>
    /// The keys without those that wait for a time that a clock wrongly ahead has set: until then no other would come. The one that signs now
    /// stays.
    /// </summary>
    private IReadOnlyList<TenantKey> WithoutAhead(IReadOnlyList<TenantKey> keys, DateTimeOffset now)
    {
        var ahead = 0;
        while (ahead < keys.Count - 1
            && keys[ahead].CreatedAt > now + MaxSkew
            && keys[ahead].SignsFrom > now + Overlap + MaxSkew
            && keys[ahead + 1].PrivateKey is not null)
        {
            ahead++;
        }

        return ahead == 0 ? keys : [.. keys.Skip(ahead)];
    }

    private List<TenantKey> Retire(IReadOnlyList<TenantKey> keys, DateTimeOffset now)
    {
        var kept = new List<TenantKey>(keys.Count);
        for (var i = 0; i < keys.Count; i++)
        {
            // A key's time ends when the next newer one begins to sign.
            var superseded = i == 0 ? DateTimeOffset.MaxValue : keys[i - 1].SignsFrom;
            if (superseded > now)
            {
                kept.Add(keys[i]);
            }
            else if (now - superseded < Retention)
            {
                kept.Add(keys[i].PrivateKey is null ? keys[i] : keys[i] with { PrivateKey = null });
            }
        }

        return kept;
    }

    private static TenantKey Make(DateTimeOffset now, DateTimeOffset signsFrom)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var bare = Jwk.FromEc(key.ExportParameters(includePrivateParameters: false));
        return new TenantKey
        {
            KeyId = bare.Thumbprint,
            PublicJwk = Jwk.FromEc(bare.ToEcParameters(), bare.Thumbprint, "sig", nameof(JwsAlgorithms.ES256)).ToJson(),
            PrivateKey = key.ExportPkcs8PrivateKey(),
            NonceSecret = RandomNumberGenerator.GetBytes(32),
            CreatedAt = now,
            SignsFrom = signsFrom,
        };
    }
}
