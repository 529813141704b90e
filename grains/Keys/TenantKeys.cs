using System.Collections.Frozen;
using System.Security.Cryptography;
using Eudiplo.Grains.Abstractions.Keys;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Jwe;

namespace Eudiplo.Grains.Keys;

/// <summary>A tenant's keys, imported and ready. Immutable, for all threads.</summary>
public sealed class TenantKeys
{
    private readonly FrozenDictionary<string, Jwk> _public;
    private readonly Lazy<FrozenDictionary<string, DecryptionKey>> _requestKeys;
    private readonly (DateTimeOffset From, JwsSigner Signer)[] _signers;

    internal TenantKeys(TenantKeySet set, long readAt)
    {
        ReadAt = readAt;
        ValidUntil = set.ValidUntil;
        NonceSecrets = [.. set.Keys.OrderByDescending(k => k.SignsFrom).Select(k => k.NonceSecret)];
        _public = set.Keys
            .Select(k => Jwk.TryParse(k.PublicJwk, out var jwk, out _) ? jwk : throw new InvalidOperationException($"The stored key {k.KeyId} is no JWK."))
            .ToFrozenDictionary(k => k.KeyId!, StringComparer.Ordinal);

        // Few tenants have wallets that encrypt their requests: the keys for that are made when the first such request comes.
        _requestKeys = new(() => set.Keys.Select(RequestEncryptionKey.Of).ToFrozenDictionary(k => k.PublicKey.KeyId!, StringComparer.Ordinal));
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

    /// <summary>The key that a credential request was encrypted to; null when there is no such key.</summary>
    public DecryptionKey? FindRequestKey(string keyId) => _requestKeys.Value.GetValueOrDefault(keyId);

    internal bool Has(string keyId) => FindPublic(keyId) is not null || FindRequestKey(keyId) is not null;

    private static JwsSigner Signer(TenantKey key)
    {
        var ec = ECDsa.Create();
        ec.ImportPkcs8PrivateKey(key.PrivateKey, out _);
        return JwsSigner.Create(ec, key.KeyId);
    }
}
