using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Credentials;

namespace Eudiplo.Grains.Credentials;

/// <summary>Refusals of the credential endpoint (OID4VCI, "Credential Error Response") and the notification endpoint.</summary>
internal static class CredentialErrors
{
    /// <summary>The access token is not alive here (RFC 6750, section 3.1).</summary>
    public static IssueReply InvalidToken(bool isDpop) =>
        new() { Error = new ProtocolError("invalid_token", "The access token is unknown, expired, revoked, or not for this.", 401), IsDpop = isDpop };

    /// <summary>The DPoP proof is not good (RFC 9449, section 7.1).</summary>
    public static IssueReply InvalidDpopProof(string code) =>
        new() { Error = new ProtocolError(code, "A DPoP proof of the token's key for this request is needed.", 401), IsDpop = true };

    /// <summary>The grant does not cover the credential (RFC 6750, section 3.1).</summary>
    public static IssueReply InsufficientScope { get; } = Refused("insufficient_scope", "The access token does not allow this credential.", 403);

    /// <summary>The credential is not one that is issued here.</summary>
    public static IssueReply UnknownConfiguration { get; } =
        Refused("unknown_credential_configuration", "There is no such credential configuration, or it is not issued here.");

    /// <summary>The identifier is not one of the grant's.</summary>
    public static IssueReply UnknownIdentifier { get; } = Refused("unknown_credential_identifier", "The access token has no such credential identifier.");

    /// <summary>A nonce was not issued here, or has expired.</summary>
    public static IssueReply InvalidNonce { get; } = Refused("invalid_nonce", "The c_nonce of a proof is unknown or has expired: get a new one.");

    /// <summary>A value that the credential needs was not found out.</summary>
    public static IssueReply Denied { get; } = Refused("credential_request_denied", "What this credential says is not known of this user.");

    /// <summary>The notification names no credential response of the grant.</summary>
    public static IssueReply InvalidNotificationId { get; } = Refused("invalid_notification_id", "There is no such notification_id.");

    /// <summary>The notification is malformed.</summary>
    public static IssueReply InvalidNotification { get; } =
        Refused("invalid_notification_request", "notification_id, and an event of credential_accepted, credential_failure or credential_deleted, are needed.");

    /// <summary>A refusal of the request's content.</summary>
    public static IssueReply Refused(string code, string description, int status = 400) => new() { Error = new ProtocolError(code, description, status) };
}
