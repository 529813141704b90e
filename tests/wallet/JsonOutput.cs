using System.Text.Json.Nodes;
using Eudiplo.WalletSimulator.Flows;
using Eudiplo.WalletSimulator.Jose;

namespace Eudiplo.Wallet;

/// <summary>One JSON object per line: the steps, then `{"step":"end",…}`.</summary>
/// <param name="writer">Where to.</param>
public sealed class JsonOutput(TextWriter writer) : IWalletOutput
{
    /// <inheritdoc/>
    public void Step(FlowStep step) => Write(new JsonObject
    {
        ["step"] = step.Name,
        ["ok"] = step.Succeeded,
        ["milliseconds"] = Math.Round(step.Elapsed.TotalMilliseconds, 2),
        ["summary"] = step.Summary,
        ["details"] = new JsonObject(step.Details.Select(detail => KeyValuePair.Create(detail.Key, (JsonNode?)detail.Value))),
    });

    /// <inheritdoc/>
    public void End(FlowOutcome outcome, TimeSpan elapsed) => Write(new JsonObject
    {
        ["step"] = "end",
        ["ok"] = outcome.Succeeded,
        ["milliseconds"] = Math.Round(elapsed.TotalMilliseconds, 2),
        ["failure"] = outcome.Failure,
        ["access_token"] = outcome.Token?.AccessToken,
        ["token_type"] = outcome.Token?.TokenType,
        ["expires_in"] = outcome.Token?.ExpiresIn?.TotalSeconds,
        ["credential"] = outcome.Credential?.Claims.DeepClone(),
    });

    private void Write(JsonObject line) => writer.WriteLine(line.ToJsonString(JsonText.Plain));
}
