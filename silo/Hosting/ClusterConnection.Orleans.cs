using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Eudiplo.Silo.Hosting;

/// <summary>Whether a gateway has silos to talk to, as Orleans' client tells it.</summary>
internal sealed class ClusterConnection : IClusterConnectionStatusObserver, IHealthCheck
{
    private volatile bool _isLost;

    /// <inheritdoc/>
    public void NotifyGatewayCountChanged(int currentNumberOfGateways, int previousNumberOfGateways, bool connectionRecovered) =>
        _isLost = currentNumberOfGateways == 0;

    /// <inheritdoc/>
    public void NotifyClusterConnectionLost() => _isLost = true;

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        _isLost
            ? new HealthCheckResult(context.Registration.FailureStatus, "No silo of the cluster is connected.")
            : HealthCheckResult.Healthy());
}
