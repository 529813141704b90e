using Eudiplo.Grains.Tenants;
using Eudiplo.Silo.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;

namespace Eudiplo.Silo.Hosting;

/// <summary>A silo as a process of its own: grains without endpoints, but for health.</summary>
public static class SiloApp
{
    private const string DefaultUrl = "http://127.0.0.1:8081";

    /// <summary>Builds the silo.</summary>
    /// <param name="args">The command line.</param>
    /// <exception cref="NotSupportedException">This build's grain runtime works within one process, so a silo alone would serve nobody.</exception>
    public static WebApplication Build(string[] args)
    {
        if (!GrainHosting.SpansProcesses)
        {
            throw new NotSupportedException(
                "A silo of its own needs a build with -p:GrainRuntime=Orleans. With this build, start the gateway: its silo is in the same process.");
        }

        var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false", .. args]);
        builder.Configuration.Sources.Insert(0, new JsonConfigurationSource
        {
            Path = "appsettings.json",
            Optional = true,
            FileProvider = new PhysicalFileProvider(AppContext.BaseDirectory),
        });
        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.AddEudiploSilo();
        builder.Services.AddOptions<IssuerOptions>()
            .Validate(
                o => o.PublicUrl is { IsAbsoluteUri: true },
                "Eudiplo:PublicUrl must be an absolute URL, such as https://issuer.example. Set it to the same URL as at the gateways.")
            .ValidateOnStart();
        var app = builder.Build();

        // Tenant files that are wrong stop the start, not the first request.
        app.Services.GetRequiredService<TenantFiles>();
        app.MapEudiploHealth();
        return app;
    }
}
