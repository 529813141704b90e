using System.Net;
using System.Text.Json.Nodes;
using Eudiplo.WalletSimulator.InteractiveAuthorization;

namespace Eudiplo.WalletSimulator.Credentials;

/// <summary>A reply of the nonce, credential or notification endpoint.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Json">The body, decrypted where it was encrypted; null when it is not a JSON object.</param>
/// <param name="WasEncrypted">Whether the body was encrypted.</param>
/// <param name="Challenge">The `WWW-Authenticate` header; empty when there is none.</param>
public sealed record CredentialReply(HttpStatusCode Status, JsonObject? Json, bool WasEncrypted, string Challenge)
{
    /// <summary>The credentials.</summary>
    public IReadOnlyList<string> Credentials =>
        Json?["credentials"] is JsonArray list ? [.. list.Select(item => (string?)item?["credential"]).OfType<string>()] : [];

    /// <summary>`notification_id`.</summary>
    public string? NotificationId => ReplyMember.Text(Json, "notification_id");

    /// <summary>The error code.</summary>
    public string? Error => ReplyMember.Text(Json, "error");

    /// <summary>The reply in one line, without its secrets.</summary>
    public override string ToString() => (int)Status < 300
        ? $"{(int)Status}{(WasEncrypted ? ", encrypted" : string.Empty)}"
        : $"{(int)Status} {Error ?? Challenge}: {ReplyMember.Text(Json, "error_description")}";
}
