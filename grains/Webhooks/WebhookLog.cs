using Microsoft.Extensions.Logging;

namespace Eudiplo.Grains.Webhooks;

/// <summary>The log lines of webhooks. None carries a claim, a key, or text that a webhook sent.</summary>
internal static partial class WebhookLog
{
    [LoggerMessage(1301, LogLevel.Information, "Session {Session} of tenant {Tenant}: try {Try} of {Tries} of the claims webhook: {Outcome}.")]
    public static partial void WebhookTried(this ILogger logger, string tenant, string session, int @try, int tries, string outcome);
}
