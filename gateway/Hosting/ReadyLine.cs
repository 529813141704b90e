using Eudiplo.Grains.Tenants;
using Eudiplo.Silo.Tenants;
using Microsoft.Extensions.Options;

namespace Eudiplo.Gateway.Hosting;

/// <summary>Says in one line that the server is ready, and with what.</summary>
internal sealed partial class ReadyLine(
    IHostApplicationLifetime lifetime,
    IOptions<IssuerOptions> issuer,
    IServiceProvider services,
    IConfiguration configuration,
    ILogger<ReadyLine> log) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(() => Ready(
            log,
            issuer.Value.PublicUrl!.AbsoluteUri.TrimEnd('/'),
            services.GetService<TenantFiles>() is null ? "the silos'" : configuration["Eudiplo:Storage:Provider"] ?? "Sqlite",
            services.GetService<TenantFiles>() is { } tenants ? string.Join(", ", tenants.TenantIds) : "the silos'"));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(2101, LogLevel.Information, "Eudiplo is ready at {Url}. Storage: {Storage}. Tenants: {Tenants}.")]
    private static partial void Ready(ILogger logger, string url, string storage, string tenants);
}
