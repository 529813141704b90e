using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry.Logs;
using OpenTelemetry.Resources;

namespace Eudiplo.Silo.Telemetry;

/// <summary>Registers the export of metrics, traces and logs.</summary>
public static class TelemetryServices
{
    /// <summary>
    /// Adds the export over OTLP where a collector is configured (<see cref="TelemetryOptions"/>), and the options in any case. To be called
    /// before other hosted services are added. A second call changes nothing.
    /// </summary>
    public static IHostApplicationBuilder AddEudiploTelemetry(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        if (services.Any(service => service.ServiceType == typeof(IValidateOptions<TelemetryOptions>)))
        {
            return builder;
        }

        services.AddOptions<TelemetryOptions>().Bind(builder.Configuration.GetSection(TelemetryOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TelemetryOptions>, TelemetryOptionsValidator>();
        if (!OtlpTarget.IsConfigured(builder.Configuration))
        {
            return builder;
        }

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new OtlpTarget(
            provider.GetRequiredService<IOptions<TelemetryOptions>>().Value, provider.GetRequiredService<IConfiguration>()));
        services.AddHostedService<ExportFailures>();
        services.AddHostedService<TelemetryExport>();
        if (builder.Configuration.GetValue($"{TelemetryOptions.Section}:{nameof(TelemetryOptions.Logs)}", true))
        {
            AddLogs(builder);
        }

        return builder;
    }

    private static void AddLogs(IHostApplicationBuilder builder)
    {
        builder.Logging.AddOpenTelemetry();
        builder.Services.AddOptions<OpenTelemetryLoggerOptions>().Configure<OtlpTarget>((logs, target) =>
        {
            // Scopes of the web server hold the request's path, which can hold a session's id.
            logs.IncludeScopes = false;
            logs.IncludeFormattedMessage = true;
            var resource = ResourceBuilder.CreateDefault();
            target.Describe(resource);
            logs.SetResourceBuilder(resource);
            logs.AddOtlpExporter(exporter => target.Apply(exporter, "v1/logs"));
        });
    }
}
