using System.Text.Json;
using Eudiplo.Protocol.Presentations;

namespace Eudiplo.Grains.Steps;

/// <summary>Finds out from a presentation who the user is.</summary>
internal static class PresentedSubject
{
    /// <summary>The subject; null when none is configured, or the claim was not shown.</summary>
    /// <param name="path">The names of the claim's path, joined by dots; a name may have dots itself, as those of mdoc namespaces do.</param>
    /// <param name="presentation">The presentation.</param>
    public static string? Find(string? path, VerifiedPresentation presentation) => path is null
        ? null
        : presentation.Credentials.Select(credential => Find(path, credential.Claims)).FirstOrDefault(found => found is not null);

    private static string? Find(string path, JsonElement claims)
    {
        if (claims.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (claims.TryGetProperty(path, out var value))
        {
            return value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? value.ToString() : null;
        }

        for (var dot = path.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = path.IndexOf('.', dot + 1))
        {
            if (claims.TryGetProperty(path[..dot], out var inner) && Find(path[(dot + 1)..], inner) is { } found)
            {
                return found;
            }
        }

        return null;
    }
}
