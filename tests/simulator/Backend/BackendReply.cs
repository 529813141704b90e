using System.Net;
using System.Text.Json.Nodes;

namespace Eudiplo.WalletSimulator.Backend;

/// <summary>What the tenant's backend was answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Json">The body; null when it is not a JSON object.</param>
public sealed record BackendReply(HttpStatusCode Status, JsonObject? Json)
{
    /// <summary>Whether the server took it.</summary>
    public bool Succeeded => (int)Status is >= 200 and < 300;

    /// <summary>The error code.</summary>
    public string? Error => Json?["error"]?.ToString();

    /// <summary>The reply in one line.</summary>
    public override string ToString() =>
        Succeeded ? $"{(int)Status}" : $"{(int)Status} {Error ?? "unexpected reply"}: {Json?["error_description"]}";
}
