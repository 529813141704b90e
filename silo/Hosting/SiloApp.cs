using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration.Json;
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

        var builder = WebApplication.CreateBuilder(args);
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
        var app = builder.Build();
        app.MapEudiploHealth();
        return app;
    }
}
