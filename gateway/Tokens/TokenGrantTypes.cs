namespace Eudiplo.Gateway.Tokens;

/// <summary>Registers the grant types of the token endpoint. There is no <c>password</c> and no implicit grant (RFC 9700, sections 2.1.2 and 2.4).</summary>
internal static class TokenGrantTypes
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddTokenGrantTypes(this IServiceCollection services)
    {
        services.AddSingleton<ITokenGrantType, AuthorizationCodeRequests>();
        services.AddSingleton<ITokenGrantType, RefreshTokenRequests>();
        services.AddSingleton<ITokenGrantType, ClientCredentialsRequests>();
        services.AddSingleton<ITokenGrantType, JwtBearerRequests>();
        services.AddSingleton<ITokenGrantType, PreAuthorizedCodeRequests>();
        return services;
    }
}
