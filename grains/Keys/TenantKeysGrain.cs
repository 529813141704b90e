using Eudiplo.Grains.Abstractions.Keys;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Credentials;
using Eudiplo.Protocol.Wire;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Eudiplo.Grains.Keys;

/// <summary>Keeps one tenant's keys, and makes the next one when it is due: no timer, whoever asks first after that time finds it.</summary>
[GrainType("keys")]
public sealed class TenantKeysGrain(
    [PersistentState(StorageNames.Keys, StorageNames.Provider)] IPersistentState<TenantKeysState> stored,
    TenantDirectory tenants,
    TimeProvider clock,
    ILogger<TenantKeysGrain> log) : Grain, ITenantKeysGrain
{
    /// <inheritdoc/>
    public Task<TenantKeySet?> GetAsync() => ApplyAsync((rotation, keys, now) => rotation.Apply(keys, now));

    /// <inheritdoc/>
    public Task<TenantKeySet?> RotateAsync() => ApplyAsync((rotation, keys, now) => rotation.Force(keys, now));

    /// <inheritdoc/>
    public async Task<byte[]?> GetJwksAsync() => await GetAsync() is not { } set ? null : Json.Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("keys");
        foreach (var key in set.Keys)
        {
            json.WriteRawValue(key.PublicJwk);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <inheritdoc/>
    public async Task<byte[][]?> GetNonceSecretsAsync() =>
        await GetAsync() is { } set ? [.. NonceSecrets(set)] : null;

    /// <inheritdoc/>
    public async Task<string?> IssueNonceAsync()
    {
        var set = await GetAsync();
        var tenant = set is null ? null : await tenants.FindAsync(this.GetPrimaryKeyString());
        return tenant is null
            ? null
            : CredentialNonces.Issue(
                NonceSecrets(set!).First(), tenant.TenantId, clock.GetUtcNow().AddSeconds(tenant.Document.Issuance.NonceLifetimeSeconds));
    }

    /// <inheritdoc/>
    public async Task<string?> GetRequestEncryptionKeyAsync()
    {
        if (await GetAsync() is not { } set)
        {
            return null;
        }

        // The key that signs now, and not one that other nodes may not have heard of.
        var now = clock.GetUtcNow();
        using var key = RequestEncryptionKey.Of(set.Keys.FirstOrDefault(k => k.SignsFrom <= now) ?? set.Keys[^1]);
        return key.PublicKey.ToJson();
    }

    /// <summary>
    /// The one to make nonces with comes first: it is old enough for every node to have heard of its key, also when a new key took over this moment.
    /// </summary>
    private IEnumerable<byte[]> NonceSecrets(TenantKeySet set)
    {
        var known = clock.GetUtcNow() - (2 * TenantKeyRing.MaxAge);
        return set.Keys.OrderBy(k => k.SignsFrom > known).ThenByDescending(k => k.SignsFrom).Select(k => k.NonceSecret);
    }

    private async Task<TenantKeySet?> ApplyAsync(Func<KeyRotation, IReadOnlyList<TenantKey>, DateTimeOffset, IReadOnlyList<TenantKey>> apply)
    {
        if (await tenants.FindAsync(this.GetPrimaryKeyString()) is not { } tenant)
        {
            DeactivateOnIdle();
            return null;
        }

        var (rotation, now, before) = (tenant.KeyRotation, clock.GetUtcNow(), stored.State);
        var keys = apply(rotation, before.Keys, now);
        if (!keys.SequenceEqual(before.Keys))
        {
            stored.State = new TenantKeysState
            {
                SchemaVersion = TenantKeysState.CurrentSchemaVersion,
                TenantId = tenant.TenantId,
                Keys = keys,
                CreatedAt = stored.RecordExists ? before.CreatedAt : now,
            };
            var isFirst = !stored.RecordExists;
            try
            {
                await stored.WriteStateAsync();
            }
            catch
            {
                // A key that is not stored must not sign: another process may have made another one.
                stored.State = before;
                throw;
            }

            if (isFirst && !await tenants.IsThereAsync(tenant.TenantId))
            {
                await stored.TakeBackAsync();
                DeactivateOnIdle();
                return null;
            }

            log.KeysChanged(tenant.TenantId, keys[0].KeyId, keys.Count);
        }

        return new TenantKeySet(keys, rotation.NextChange(keys, now));
    }
}
