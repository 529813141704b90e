using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;

namespace Eudiplo.Gateway.CrossOrigin;

/// <summary>Registers what lets web pages read answers.</summary>
internal static class CrossOriginServices
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddCrossOrigin(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<CrossOriginOptions>().Bind(configuration.GetSection("Eudiplo:Cors")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CrossOriginOptions>, CrossOriginOptionsValidator>();
        services.AddCors();
        services.AddSingleton<ICorsPolicyProvider, CrossOriginPolicies>();
        return services;
    }
}
