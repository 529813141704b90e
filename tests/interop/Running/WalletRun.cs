using System.Text.Json.Nodes;

namespace Eudiplo.Interop.Tests.Running;

/// <summary>What the wallet reported, in order.</summary>
/// <param name="Lines">Its lines.</param>
internal sealed record WalletRun(IReadOnlyList<JsonObject> Lines)
{
    /// <summary>The names of its steps; <c>error</c> where it gave up.</summary>
    public IEnumerable<string> Steps => Lines.Select(line => (string?)line["step"] ?? "error");

    /// <summary>The error code where it gave up.</summary>
    public string? Error => (string?)Lines[^1]["error"];

    /// <summary>What it says of the error.</summary>
    public string? Description => (string?)Lines[^1]["description"];

    /// <summary>The one step of a name.</summary>
    public JsonObject this[string step] => Lines.Single(line => (string?)line["step"] == step);

    /// <summary>All that the wallet wrote, for the message of a test that fails.</summary>
    public override string ToString() => string.Join('\n', Lines.Select(line => line.ToJsonString()));
}
