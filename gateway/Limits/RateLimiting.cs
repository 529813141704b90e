using Eudiplo.Gateway.Endpoints;
using Eudiplo.Gateway.Pages;
using Eudiplo.Gateway.Wire;
using Eudiplo.Protocol.Wire;
using Microsoft.Extensions.Options;

namespace Eudiplo.Gateway.Limits;

/// <summary>Refuses requests beyond the limits before anything else is done for them, with 429 and the time to wait.</summary>
internal sealed class RateLimiting(RequestDelegate next, TimeProvider clock, IOptions<RateLimits> limits)
{
    private readonly RateWindow _tenants = new();
    private readonly RateWindow _addresses = new();
    private readonly RateWindow _senders = new();

    /// <summary>Counts the request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.RouteValues.TryGetValue("tenantId", out var value) && value is string tenant)
        {
            var (second, hash) = ((uint)clock.GetUtcNow().ToUnixTimeSeconds(), tenant.GetHashCode(StringComparison.Ordinal));
            var network = SenderNetwork.Of(context.Connection.RemoteIpAddress);

            // The name of a tenant is the sender's to choose, so there is an end to what all of them get from one address together.
            if (!_senders.TryTake(HashCode.Combine(network), second, AllTenants(limits.Value.PerAddress))
                || !_addresses.TryTake(HashCode.Combine(hash, network), second, limits.Value.PerAddress)
                || !_tenants.TryTake(hash, second, limits.Value.PerTenant))
            {
                return HttpMethods.IsGet(context.Request.Method) && BrowserPages.LikesHtml(context.Request)
                    ? BrowserPages.WriteErrorAsync(context, Refusals.TooMany)
                    : Answer.WriteAsync(context, Refusals.TooMany);
            }
        }

        return next(context);
    }

    private static int AllTenants(int perAddress) => perAddress * RateLimits.TenantsPerAddress;
}
