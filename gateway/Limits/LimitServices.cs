using System.Net;
using Eudiplo.Gateway.CrossOrigin;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Eudiplo.Gateway.Limits;

/// <summary>Registers what guards the server from the outside.</summary>
internal static class LimitServices
{
    private const string ForwardedSection = "Eudiplo:ForwardedHeaders";

    /// <summary>Adds it.</summary>
    public static IServiceCollection AddEudiploLimits(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RateLimits>().Bind(configuration.GetSection("Eudiplo:RateLimits")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RateLimits>, RateLimitsValidator>();
        services.AddSingleton<ClientRates>();
        return services.AddCrossOrigin(configuration);
    }

    /// <summary>Puts it before everything that costs more.</summary>
    public static void UseEudiploLimits(this WebApplication app)
    {
        if (Forwarded(app.Configuration) is { } forwarded)
        {
            app.UseForwardedHeaders(forwarded);
        }

        app.UseMiddleware<SecurityHeaders>();
    }

    /// <summary>What needs to know the route.</summary>
    public static void UseEudiploRateLimits(this WebApplication app)
    {
        // Before the limits, so that a web page can read that it has met one.
        app.UseCors();
        app.UseMiddleware<RateLimiting>();
    }

    private static ForwardedHeadersOptions? Forwarded(IConfiguration configuration)
    {
        var trusted = new TrustedProxies();
        configuration.GetSection(ForwardedSection).Bind(trusted);
        if (trusted.Proxies.Count == 0 && trusted.Networks.Count == 0)
        {
            return null;
        }

        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,

            // As many proxies as are named, one behind the other: it goes back as far as the sender is one of them, and no further.
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in trusted.Proxies)
        {
            options.KnownProxies.Add(IPAddress.TryParse(proxy, out var address)
                ? address
                : throw new InvalidOperationException($"{ForwardedSection}:Proxies has '{proxy}', which is no IP address. Write one, such as 10.0.0.7."));
        }

        foreach (var network in trusted.Networks)
        {
            options.KnownIPNetworks.Add(System.Net.IPNetwork.TryParse(network, out var parsed)
                ? parsed
                : throw new InvalidOperationException($"{ForwardedSection}:Networks has '{network}', which is no network. Write one, such as 10.0.0.0/8."));
        }

        return options;
    }
}
