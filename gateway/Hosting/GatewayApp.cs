using Eudiplo.Gateway.Admin;
using Eudiplo.Gateway.Dpop;
using Eudiplo.Gateway.Endpoints;
using Eudiplo.Gateway.Failures;
using Eudiplo.Gateway.Pages;
using Eudiplo.Gateway.Telemetry;
using Eudiplo.Gateway.Limits;
using Eudiplo.Gateway.Tokens;
using Eudiplo.Gateway.Wire;
using Eudiplo.Grains.Tenants;
using Eudiplo.Silo.Hosting;
using Eudiplo.Silo.Tenants;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.FileProviders;

namespace Eudiplo.Gateway.Hosting;

/// <summary>Puts the gateway together.</summary>
public static class GatewayApp
{
    private const string DefaultUrl = "http://127.0.0.1:8080";

    /// <summary>
    /// Builds the gateway: with a silo in the same process (<c>Eudiplo:Role</c> = <c>all</c>, the default), or as a client of silos elsewhere
    /// (<c>gateway</c>).
    /// </summary>
    /// <param name="args">The command line.</param>
    /// <param name="configure">A last word on services and the web host, for hosts that embed the gateway.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);

        // The settings that come with the program lie beside it, wherever it is started from; every other source comes after them. Data lies
        // where it is started.
        builder.Configuration.Sources.Insert(0, new JsonConfigurationSource
        {
            Path = "appsettings.json",
            FileProvider = new PhysicalFileProvider(AppContext.BaseDirectory),
        });
        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        // Their lines and scopes have the URLs of requests, and some URLs are secrets: a request_uri, the link of an offer. What a request did is
        // logged by what did it, and spans and metrics have the routes.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Routing.Matching", LogLevel.None);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestHeadersTotalSize = builder.Configuration.GetValue("Eudiplo:Limits:MaxHeaderBytes", 32_768);
        });
        switch (builder.Configuration["Eudiplo:Role"])
        {
            case null or "" or "all":
                builder.AddEudiploSilo();
                break;
            case "gateway":
                builder.AddEudiploClient();
                break;
            case var other:
                throw new NotSupportedException($"Eudiplo:Role is '{other}'. It is 'all' or 'gateway'; a silo alone is the program Eudiplo.Silo.");
        }

        var services = builder.Services;
        services.AddOptions<GatewayLimits>().Bind(builder.Configuration.GetSection("Eudiplo:Limits"))
            .Validate(
                l => l.MaxBodyBytes is >= 1_024 and <= 16_777_216,
                "Eudiplo:Limits:MaxBodyBytes must be between 1,024 and 16,777,216 bytes. Set it within these bounds, or leave it out for 65,536.")
            .Validate(
                l => l.MaxTenantBytes is >= 1_024 and <= 16_777_216,
                "Eudiplo:Limits:MaxTenantBytes must be between 1,024 and 16,777,216 bytes. Set it within these bounds, or leave it out for 1,048,576.")
            .Validate(
                l => l.MaxHeaderBytes is >= 4_096 and <= 1_048_576,
                "Eudiplo:Limits:MaxHeaderBytes must be between 4,096 and 1,048,576 bytes. Set it within these bounds, or leave it out for 32,768.")
            .ValidateOnStart();
        services.AddOptions<IssuerOptions>()
            .PostConfigure(o => o.PublicUrl ??= PublicUrls.FromListenUrls(builder.Configuration["urls"] ?? DefaultUrl))
            .Validate(PublicUrls.IsUsable, PublicUrls.Problem)
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ClientRequests>();
        services.AddSingleton<InteractiveAuthorization>();
        services.AddSingleton<BrowserCookie>();
        services.AddSingleton<AuthorizationEndpoint>();
        services.AddSingleton<PresentationEndpoints>();
        services.AddSingleton<PushedAuthorization>();
        services.AddSingleton<TokenEndpoint>();
        services.AddEudiploLimits(builder.Configuration);
        services.AddDpop(builder.Configuration);
        services.AddTokenGrantTypes();
        services.AddAdminApi(builder.Configuration);
        services.AddSingleton<TokenStatusEndpoints>();
        services.AddSingleton<JwksEndpoint>();
        services.AddSingleton<CredentialEndpoints>();
        services.AddSingleton<OfferEndpoint>();
        services.AddSingleton<MetadataEndpoints>();
        services.AddHostedService<ReadyLine>();
        configure?.Invoke(builder);
        var app = builder.Build();

        // Tenant files that are wrong stop the start, not the first request.
        app.Services.GetService<TenantFiles>();

        // First of all: even an answer that is given before the start is done has its headers.
        app.UseEudiploLimits();
        app.UseMiddleware<StartedGate>();
        app.UseMiddleware<ClosingConnections>();
        app.UseMiddleware<RequestSpans>();
        app.UseMiddleware<FailureMiddleware>();
        app.UseRouting();
        app.UseEudiploRateLimits();
        Map(app);
        return app;
    }

    private static void Map(WebApplication app)
    {
        var interactive = app.Services.GetRequiredService<InteractiveAuthorization>();
        var metadata = app.Services.GetRequiredService<MetadataEndpoints>();
        app.MapEudiploHealth();
        app.MapPost("/{tenantId}/oid4vci/authorize/interactive", (RequestDelegate)interactive.HandleAsync);
        app.MapPost("/{tenantId}/oid4vci/authorize/challenge", (RequestDelegate)interactive.ChallengeAsync);
        app.MapPost("/{tenantId}/oid4vci/authorize/interactive/complete-web-auth/{authSession}", (RequestDelegate)interactive.CompleteWebAuthAsync);
        var browser = app.Services.GetRequiredService<AuthorizationEndpoint>();
        app.MapPost("/{tenantId}/oid4vci/par", (RequestDelegate)app.Services.GetRequiredService<PushedAuthorization>().HandleAsync);
        app.MapGet("/{tenantId}/oid4vci/authorize", (RequestDelegate)browser.HandleAsync);
        app.MapGet("/{tenantId}/oid4vci/authorize/return", (RequestDelegate)browser.ReturnAsync);
        app.MapGet("/{tenantId}/oid4vci/authorize/page/{session}", (RequestDelegate)browser.PageAsync);
        var presentations = app.Services.GetRequiredService<PresentationEndpoints>();
        app.MapGet("/{tenantId}/oid4vci/presentation/{link}", (RequestDelegate)presentations.RequestAsync);
        app.MapPost("/{tenantId}/oid4vci/presentation/{link}", (RequestDelegate)presentations.PostedRequestAsync);
        app.MapPost("/{tenantId}/oid4vci/presentation/{link}/response", (RequestDelegate)presentations.ResponseAsync);
        app.MapPost("/{tenantId}/oid4vci/token", (RequestDelegate)app.Services.GetRequiredService<TokenEndpoint>().HandleAsync);
        app.MapAdminApi();
        var tokenStatus = app.Services.GetRequiredService<TokenStatusEndpoints>();
        app.MapPost("/{tenantId}/oid4vci/introspect", (RequestDelegate)tokenStatus.IntrospectAsync);
        app.MapPost("/{tenantId}/oid4vci/revoke", (RequestDelegate)tokenStatus.RevokeAsync);
        var credentials = app.Services.GetRequiredService<CredentialEndpoints>();
        app.MapPost("/{tenantId}/oid4vci/nonce", (RequestDelegate)credentials.NonceAsync);
        app.MapPost("/{tenantId}/oid4vci/credential", (RequestDelegate)credentials.CredentialAsync);
        app.MapPost("/{tenantId}/oid4vci/notification", (RequestDelegate)credentials.NotificationAsync);
        app.MapGet("/.well-known/jwt-vc-issuer/{tenantId}", (RequestDelegate)metadata.JwtVcIssuerAsync);
        app.MapGet("/{tenantId}/oid4vci/offers/{offer}", (RequestDelegate)app.Services.GetRequiredService<OfferEndpoint>().HandleAsync);
        app.MapGet("/{tenantId}/oid4vci/jwks", (RequestDelegate)app.Services.GetRequiredService<JwksEndpoint>().HandleAsync);
        app.MapPost("/{tenantId}/oid4vci/attestation-challenge", (RequestDelegate)app.Services.GetRequiredService<AttestationChallenges>().HandleAsync);
        app.MapGet("/.well-known/oauth-authorization-server/{tenantId}", (RequestDelegate)metadata.AuthorizationServerAsync);
        app.MapGet("/.well-known/openid-credential-issuer/{tenantId}", (RequestDelegate)metadata.CredentialIssuerAsync);
    }
}
