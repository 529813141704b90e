using Eudiplo.Grains.Abstractions.Storage;
using Microsoft.Extensions.DependencyInjection;
using Eudiplo.Grains.Tenants;
using Orleans.Runtime;
using Orleans.Storage;

namespace Eudiplo.Grains.RequestSigning;

/// <summary>
/// The keys for presentation requests that Eudiplo makes for tenants that configure none: made on first use and kept encrypted, in one
/// row for each tenant. Every silo reads the row for itself, so that a private key is never part of a call between machines; of two
/// that make a key at once, the compare-and-swap of the storage lets one win, and the other takes the winner's.
/// </summary>
public sealed class RequestKeyStore([FromKeyedServices(StorageNames.Provider)] IGrainStorage storage, ITenantPresence tenants, TimeProvider clock)
{
    private const int MaxTries = 8;

    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    /// <summary>The key of a host; a new one where there is none, or the last one's certificate is about to end.</summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="host">The host that the certificate names.</param>
    /// <exception cref="InconsistentStateException">The race for the row was lost again and again.</exception>
    public async Task<RequestKey> GetAsync(string tenantId, string host)
    {
        var row = GrainId.Create(StorageNames.RequestKeys, tenantId);
        for (var tried = 1; ; tried++)
        {
            var stored = new GrainState<RequestKeysState> { State = new RequestKeysState() };
            await storage.ReadStateAsync(StorageNames.RequestKeys, row, stored);
            var now = clock.GetUtcNow();
            if (stored.RecordExists && stored.State.Keys.FirstOrDefault(key => Serves(key, host, now)) is { } found)
            {
                return found;
            }

            var isFirst = !stored.RecordExists;
            var made = SelfSignedKey.Create(host, now);
            stored.State = new RequestKeysState
            {
                SchemaVersion = RequestKeysState.CurrentSchemaVersion,
                TenantId = tenantId,
                CreatedAt = stored.RecordExists ? stored.State.CreatedAt : now,
                Keys = [.. (stored.RecordExists ? stored.State.Keys : []).Where(key => key.NotAfter > now && !IsOf(key, host)), made],
            };
            try
            {
                await storage.WriteStateAsync(StorageNames.RequestKeys, row, stored);
                if (isFirst && !await tenants.IsThereAsync(tenantId))
                {
                    await storage.ClearStateAsync(StorageNames.RequestKeys, row, stored);
                }

                return made;
            }
            catch (InconsistentStateException) when (tried < MaxTries)
            {
                // Another process has made a key; the next reading finds it. Or the row that came too late was erased with its tenant; then
                // the next one is taken back.
            }
        }
    }

    private static bool Serves(RequestKey key, string host, DateTimeOffset now) => IsOf(key, host) && key.NotAfter - now > RenewBefore;

    private static bool IsOf(RequestKey key, string host) => string.Equals(key.Host, host, StringComparison.OrdinalIgnoreCase);
}
