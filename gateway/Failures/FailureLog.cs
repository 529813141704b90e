namespace Eudiplo.Gateway.Failures;

/// <summary>The log lines of failed requests. They name the endpoint, never the request's own path, query or body.</summary>
internal static partial class FailureLog
{
    [LoggerMessage(2001, LogLevel.Error, "{Method} {Endpoint} failed with status {Status}.")]
    public static partial void RequestFailed(this ILogger logger, string method, string endpoint, int status, Exception exception);
}
