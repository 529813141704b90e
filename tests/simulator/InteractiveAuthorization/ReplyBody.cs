using System.Text.Json;
using System.Text.Json.Nodes;

namespace Eudiplo.WalletSimulator.InteractiveAuthorization;

/// <summary>The body of a reply as a JSON object.</summary>
internal static class ReplyBody
{
    /// <summary>Reads the body; null when it is not a JSON object.</summary>
    public static async Task<JsonObject?> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            return JsonNode.Parse(await response.Content.ReadAsByteArrayAsync(cancellation)) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
