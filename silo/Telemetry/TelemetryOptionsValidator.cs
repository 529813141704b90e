using Microsoft.Extensions.Options;

namespace Eudiplo.Silo.Telemetry;

/// <summary>Refuses settings that cannot work; each message names the option, its value and the remedy.</summary>
internal sealed class TelemetryOptionsValidator : IValidateOptions<TelemetryOptions>
{
    public ValidateOptionsResult Validate(string? name, TelemetryOptions options)
    {
        var failures = new List<string>();
        if (options.OtlpEndpoint is { Length: > 0 } endpoint && !IsUsable(endpoint))
        {
            failures.Add(Text(
                "OtlpEndpoint",
                endpoint.Contains('@', StringComparison.Ordinal) ? "(not shown)" : endpoint,
                "set the collector's base URL, http or https, without user, query and fragment, such as http://collector:4318"));
        }

        if (!Enum.IsDefined(options.Protocol))
        {
            failures.Add(Text("Protocol", options.Protocol, "set HttpProtobuf or Grpc"));
        }

        if (options.OtlpHeaders is { Length: > 0 } headers && headers.Split(',').Any(header => header.IndexOf('=', StringComparison.Ordinal) < 1))
        {
            failures.Add(Text("OtlpHeaders", "(not shown)", "set name=value pairs with commas between them"));
        }

        Range(failures, "ExportTimeout", options.ExportTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Range(failures, "MetricInterval", options.MetricInterval, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        Range(failures, "MaxSeriesPerMetric", options.MaxSeriesPerMetric, 100, 1_000_000);
        Range(failures, "TraceRatio", options.TraceRatio, 0d, 1d);
        if (string.IsNullOrWhiteSpace(options.ServiceName))
        {
            failures.Add(Text("ServiceName", "(empty)", "set a name, or leave it out for 'eudiplo'"));
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static bool IsUsable(string endpoint) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && url.UserInfo.Length == 0
        && url.Query.Length == 0
        && url.Fragment.Length == 0;

    private static void Range<T>(List<string> failures, string option, T value, T least, T most)
        where T : IComparable<T>
    {
        // Not-a-number compares below everything.
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            failures.Add(Text(option, value, FormattableString.Invariant($"set it between {least} and {most}")));
        }
    }

    private static string Text(string option, object? value, string remedy) =>
        FormattableString.Invariant($"{TelemetryOptions.Section}:{option} is {value}: {remedy}.");
}
