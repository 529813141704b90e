using Eudiplo.Grains.Abstractions.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Runtime;
using Orleans.Storage;

namespace Eudiplo.Grains.Replays;

/// <summary>
/// Remembers in the database what was used, for all processes: a row that must not be there yet is written, and of all who write it one
/// succeeds. Nothing is read before. Where it is off, each process remembers for itself.
/// </summary>
public sealed class SharedReplays(IServiceProvider services, TimeProvider clock, IOptions<ReplayOptions> options)
{
    private readonly bool _isOn = options.Value.Shared == true;

    /// <summary>Uses something.</summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="identifier">What it is, and whose.</param>
    /// <param name="requestId">The request that uses it; empty for one that is never tried again.</param>
    /// <param name="expiresAt">Until when it is remembered: as long as it could be used.</param>
    /// <returns>False when it was used before.</returns>
    public ValueTask<bool> UseAsync(string tenantId, string identifier, Guid requestId, DateTimeOffset expiresAt) =>
        _isOn ? UseKeyAsync(ReplayKey.Of(tenantId, identifier), requestId, expiresAt) : new ValueTask<bool>(true);

    internal async ValueTask<bool> UseKeyAsync(string key, Guid requestId, DateTimeOffset expiresAt)
    {
        var storage = services.GetRequiredKeyedService<IGrainStorage>(StorageNames.Provider);
        var id = GrainId.Create(StorageNames.Replay, key);
        var row = new GrainState<UsedIdentifierState>(new UsedIdentifierState
        {
            SchemaVersion = UsedIdentifierState.CurrentSchemaVersion,
            TenantId = key[..key.IndexOf('/', StringComparison.Ordinal)],
            RequestId = requestId,
            CreatedAt = clock.GetUtcNow(),
            ExpiresAt = expiresAt,
        });
        try
        {
            await storage.WriteStateAsync(StorageNames.Replay, id, row);
            return true;
        }
        catch (InconsistentStateException)
        {
            if (requestId == Guid.Empty)
            {
                return false;
            }
        }

        var used = new GrainState<UsedIdentifierState>(new UsedIdentifierState());
        await storage.ReadStateAsync(StorageNames.Replay, id, used);
        return used is { RecordExists: true, State: { } stored } && stored.RequestId == requestId;
    }
}
