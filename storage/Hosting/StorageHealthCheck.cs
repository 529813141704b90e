using Eudiplo.Storage.Rows;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Eudiplo.Storage.Hosting;

/// <summary>Ready when the storage is initialized and answers a read in time.</summary>
internal sealed class StorageHealthCheck(IStateDatabase database, IStorageInitializer initializer) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!initializer.IsInitialized)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, "The storage is not initialized yet.");
        }

        try
        {
            // A row that never exists: the way of every read, through to the database and back.
            StoredRow? nothing = await database.ReadAsync("health", "ready").AsTask().WaitAsync(cancellationToken);
            return HealthCheckResult.Healthy(nothing is null ? $"{database.Name} answers." : null);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, $"{database.Name} does not answer.", exception);
        }
    }
}
