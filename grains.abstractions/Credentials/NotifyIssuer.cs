namespace Eudiplo.Grains.Abstractions.Credentials;

/// <summary>A notification (OID4VCI, "Notification Request"), as read from the wire and not yet checked.</summary>
/// <param name="Access">The access token.</param>
/// <param name="NotificationId"><c>notification_id</c>.</param>
/// <param name="Event"><c>event</c>.</param>
[GenerateSerializer, Immutable, Alias("eudiplo.NotifyIssuer")]
public sealed record NotifyIssuer(
    [property: Id(0)] PresentedAccessToken Access,
    [property: Id(1)] SecretText? NotificationId,
    [property: Id(2)] string? Event);
