using Eudiplo.Grains.Abstractions.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Eudiplo.Silo.Hosting;

/// <summary>Makes the failures of queries fit to be carried to a caller in another process, as <see cref="CarriedFailures"/> does for states.</summary>
internal sealed class CarriedQueries(IStateQueries queries, ILogger log) : IStateQueries
{
    private const string What = "many";

    /// <summary>Puts itself between the grains and the queries.</summary>
    public static void Wrap(IServiceCollection services)
    {
        var registered = services.Last(s => s.ServiceType == typeof(IStateQueries));
        services.Remove(registered);
        services.AddSingleton<IStateQueries>(provider => new CarriedQueries(
            (IStateQueries)ActivatorUtilities.CreateInstance(provider, registered.ImplementationType!),
            provider.GetRequiredService<ILoggerFactory>().CreateLogger(CarriedFailures.Category)));
    }

    /// <inheritdoc/>
    public Task<StatePage> ListAsync(StateFilter filter, string? cursor, int pageSize, CancellationToken cancellationToken = default) =>
        CarryAsync(queries.ListAsync(filter, cursor, pageSize, cancellationToken));

    /// <inheritdoc/>
    public Task<long> CountAsync(StateFilter filter, CancellationToken cancellationToken = default) =>
        CarryAsync(queries.CountAsync(filter, cancellationToken));

    /// <inheritdoc/>
    public Task<long> CountAtMostAsync(StateFilter filter, long limit, CancellationToken cancellationToken = default) =>
        CarryAsync(queries.CountAtMostAsync(filter, limit, cancellationToken));

    /// <inheritdoc/>
    public Task<IReadOnlyList<StateCount>> CountByStatusAsync(string kind, CancellationToken cancellationToken = default) =>
        CarryAsync(queries.CountByStatusAsync(kind, cancellationToken));

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> DeletePageAsync(StateFilter filter, int pageSize, CancellationToken cancellationToken = default) =>
        CarryAsync(queries.DeletePageAsync(filter, pageSize, cancellationToken));

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, long>> DeleteTenantPageAsync(
        string tenantId, int pageSize, CancellationToken cancellationToken = default) =>
        CarryAsync(queries.DeleteTenantPageAsync(tenantId, pageSize, cancellationToken));

    private async Task<T> CarryAsync<T>(Task<T> query)
    {
        await CarriedFailures.CarryAsync(query, What, log);
        return await query;
    }
}
