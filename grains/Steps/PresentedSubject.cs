using System.Text.Json;
using Eudiplo.Protocol.Presentations;

namespace Eudiplo.Grains.Steps;

/// <summary>Finds out from a presentation who the user is.</summary>
internal static class PresentedSubject
{
    /// <summary>The subject; null when none is configured, or the claim was not shown.</summary>
    /// <param name="path">The names of the claim's path, joined by dots.</param>
    /// <param name="presentation">The presentation.</param>
    public static string? Find(string? path, VerifiedPresentation presentation)
    {
        if (path is null)
        {
            return null;
        }

        foreach (var credential in presentation.Credentials)
        {
            var value = credential.Claims;
            if (path.Split('.').All(name => value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out value))
                && value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
            {
                return value.ToString();
            }
        }

        return null;
    }
}
