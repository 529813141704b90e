using Microsoft.Extensions.Logging;

namespace Eudiplo.Grains.Keys;

/// <summary>The log lines of keys.</summary>
internal static partial class KeysLog
{
    [LoggerMessage(1201, LogLevel.Information, "The keys of tenant {Tenant} changed: the newest is {KeyId}, {Count} are published.")]
    public static partial void KeysChanged(this ILogger logger, string tenant, string keyId, int count);
}
