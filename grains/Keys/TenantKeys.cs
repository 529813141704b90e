using System.Collections.Frozen;
using System.Security.Cryptography;
using Eudiplo.Grains.Abstractions.Keys;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Grains.Keys;

/// <summary>A tenant's keys, imported and ready. Immutable, for all threads.</summary>
public sealed class TenantKeys
{
    private readonly FrozenDictionary<string, Jwk> _public;
    private readonly (DateTimeOffset From, JwsSigner Signer)[] _signers;

    internal TenantKeys(TenantKeySet set, long readAt)
    {
        ReadAt = readAt;
        ValidUntil = set.ValidUntil;
        NonceSecrets = [.. set.Keys.OrderByDescending(k => k.SignsFrom).Select(k => k.NonceSecret)];
        _public = set.Keys
            .Select(k => Jwk.TryParse(k.PublicJwk, out var jwk, out _) ? jwk : throw new InvalidOperationException($"The stored key {k.KeyId} is no JWK."))
            .ToFrozenDictionary(k => k.KeyId!, StringComparer.Ordinal);
        _signers = [.. set.Keys.Where(k => k.PrivateKey is not null).Select(k => (k.SignsFrom, Signer(k))).OrderByDescending(s => s.SignsFrom)];
    }

    /// <summary>Secrets for nonces, that of the newest key first.</summary>
    public IReadOnlyList<byte[]> NonceSecrets { get; }

    internal long ReadAt { get; }

    internal DateTimeOffset ValidUntil { get; }

    /// <summary>The key that signs at a time.</summary>
    public JwsSigner SignerAt(DateTimeOffset now)
    {
        foreach (var (from, signer) in _signers)
        {
            if (from <= now)
            {
                return signer;
            }
        }

        // A clock behind the one that made the first key: there is only this one.
        return _signers[^1].Signer;
    }

    /// <summary>A published key; null when there is no such key.</summary>
    public Jwk? FindPublic(string keyId) => _public.GetValueOrDefault(keyId);

    private static JwsSigner Signer(TenantKey key)
    {
        var ec = ECDsa.Create();
        ec.ImportPkcs8PrivateKey(key.PrivateKey, out _);
        return JwsSigner.Create(ec, key.KeyId);
    }
}
