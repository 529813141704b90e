using Microsoft.Extensions.Logging;

namespace Eudiplo.Grains.Offers;

/// <summary>The log lines of offers. None carries a secret or personal data.</summary>
internal static partial class OffersLog
{
    [LoggerMessage(1301, LogLevel.Warning, "Offer {Offer} of tenant {Tenant}: its code was presented again; the grant is revoked.")]
    public static partial void OfferReplayed(this ILogger logger, string tenant, string offer);

    [LoggerMessage(1302, LogLevel.Information, "Offer {Offer} of tenant {Tenant}: a wrong transaction code, try {Attempt} of {Limit}.")]
    public static partial void TransactionCodeWrong(this ILogger logger, string tenant, string offer, int attempt, int limit);

    [LoggerMessage(1303, LogLevel.Information, "Offer {Offer} of tenant {Tenant}: its code is spent, which the grant says, but the offer could not be marked; it ends in its time.")]
    public static partial void RedemptionNotNoted(this ILogger logger, string tenant, string offer, Exception exception);
}
