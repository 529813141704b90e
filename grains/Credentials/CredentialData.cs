using System.Text.Json;
using System.Text.Json.Nodes;
using Eudiplo.Grains.Sessions;

namespace Eudiplo.Grains.Credentials;

/// <summary>What the steps before a grant found out, as credentials are made from it.</summary>
internal sealed class CredentialData
{
    private const string Data = "data";
    private const string Webhook = "webhook";

    private readonly IReadOnlyList<CompletedStep> _steps;

    private CredentialData(IReadOnlyList<CompletedStep> steps) => _steps = steps;

    /// <summary>Reads the stored steps of a grant.</summary>
    public static CredentialData Read(string? completedSteps) => new(
        completedSteps is null ? [] : JsonSerializer.Deserialize(completedSteps, SessionJson.Default.IReadOnlyListCompletedStep) ?? []);

    /// <summary>
    /// Whether a key may be bound to a credential: where a step demands it, only the key that held what the step was shown (otherwise one
    /// wallet could show another's credential and walk away with one of its own).
    /// </summary>
    public bool Allows(string keyThumbprint) => _steps
        .Where(s => s.RequireHolderKeyForProofs == true)
        .All(s => s.Credentials is { Count: > 0 } shown && shown.All(c => c.HolderKeyThumbprint == keyThumbprint));

    /// <summary>The value at a path; the last step that has it counts. False when none has.</summary>
    public bool TryFind(IReadOnlyList<string> from, out JsonNode? value)
    {
        value = null;
        for (var i = _steps.Count - 1; i >= 0; i--)
        {
            foreach (var json in Sources(_steps[i], from[0]))
            {
                if (TryWalk(JsonNode.Parse(json), from, out value))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static IEnumerable<string> Sources(CompletedStep step, string source) => source switch
    {
        Data => step.Data is { } data ? [data] : [],
        Webhook => step.WebhookClaims is { } claims ? [claims] : [],
        _ => (step.Credentials ?? []).Where(c => c.Id == source).Select(c => c.Claims),
    };

    private static bool TryWalk(JsonNode? node, IReadOnlyList<string> path, out JsonNode? value)
    {
        for (var i = 1; i < path.Count; i++)
        {
            if (node is not JsonObject members || !members.TryGetPropertyValue(path[i], out node))
            {
                value = null;
                return false;
            }
        }

        value = node;
        return true;
    }
}
