using System.Text.Json.Nodes;

namespace Eudiplo.WalletSimulator.InteractiveAuthorization;

/// <summary>Members of a reply, null where they are missing or of another kind than expected.</summary>
internal static class ReplyMember
{
    public static string? Text(JsonObject? json, string name) =>
        json?[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    public static TimeSpan? Seconds(JsonObject? json, string name) =>
        json?[name] is JsonValue value && value.TryGetValue(out long seconds) ? TimeSpan.FromSeconds(seconds) : null;
}
