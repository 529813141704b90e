using System.Net;
using System.Net.Sockets;
using Eudiplo.Gateway.Wire;
using Eudiplo.Grains.Abstractions;
using Microsoft.Extensions.Options;

namespace Eudiplo.Gateway.Limits;

/// <summary>Refuses requests beyond the limits before anything else is done for them, with 429 and the time to wait.</summary>
internal sealed class RateLimiting(RequestDelegate next, TimeProvider clock, IOptions<RateLimits> limits)
{
    private static readonly ProtocolError TooMany =
        new("temporarily_unavailable", "There are too many requests. Try again later.", StatusCodes.Status429TooManyRequests);

    private readonly RateWindow _tenants = new(limits.Value.PerTenant);
    private readonly RateWindow _addresses = new(limits.Value.PerAddress);

    /// <summary>Counts the request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.RouteValues.TryGetValue("tenantId", out var value) && value is string tenant)
        {
            var (second, hash) = ((uint)clock.GetUtcNow().ToUnixTimeSeconds(), tenant.GetHashCode(StringComparison.Ordinal));
            if (!_addresses.TryTake(HashCode.Combine(hash, Network(context.Connection.RemoteIpAddress)), second) || !_tenants.TryTake(hash, second))
            {
                context.Response.Headers.RetryAfter = "1";
                return Answer.WriteAsync(context, TooMany);
            }
        }

        return next(context);
    }

    /// <summary>The part of an address that one sender cannot change at will.</summary>
    private static long Network(IPAddress? address)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        if (address is null || !address.TryWriteBytes(bytes, out _))
        {
            return 0;
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6 && address.IsIPv4MappedToIPv6
            ? BitConverter.ToInt64(bytes[8..])
            : BitConverter.ToInt64(bytes);
    }
}
