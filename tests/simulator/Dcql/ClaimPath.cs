using System.Text.Json.Nodes;
using Eudiplo.WalletSimulator.SdJwt;

namespace Eudiplo.WalletSimulator.Dcql;

/// <summary>A claims path pointer (OpenID4VP, section 7): names, indices, and null for every element of an array.</summary>
/// <param name="Parts">Each a <see cref="string"/>, a non-negative <see cref="int"/> or null.</param>
public sealed record ClaimPath(IReadOnlyList<object?> Parts)
{
    /// <summary>A path of names, indices and nulls.</summary>
    public static ClaimPath Of(params object?[] parts) => new(parts);

    /// <summary>Reads the JSON form.</summary>
    /// <exception cref="FormatException">Empty, or a part that is none of the three.</exception>
    public static ClaimPath Parse(JsonArray json)
    {
        if (json.Count == 0)
        {
            throw new FormatException("An empty claims path pointer.");
        }

        return new ClaimPath([.. json.Select(part => part switch
        {
            null => null,
            JsonValue value when value.TryGetValue(out string? name) => name,
            JsonValue value when value.TryGetValue(out int index) && index >= 0 => (object)index,
            _ => throw new FormatException("A claims path pointer holds names, non-negative integers and nulls."),
        })]);
    }

    /// <summary>The values that the path points to; empty when there are none.</summary>
    public IReadOnlyList<ClaimNode> Select(ClaimNode root)
    {
        List<ClaimNode> selected = [root];
        foreach (var part in Parts)
        {
            var next = new List<ClaimNode>();
            foreach (var node in selected)
            {
                switch (part)
                {
                    case string name when node.Members is { } members:
                        if (members.TryGetValue(name, out var member))
                        {
                            next.Add(member);
                        }

                        break;
                    case int index when node.Elements is { } elements:
                        if (index < elements.Count)
                        {
                            next.Add(elements[index]);
                        }

                        break;
                    case null when node.Elements is { } elements:
                        next.AddRange(elements);
                        break;
                    default:
                        // A part of the wrong kind for any selected value ends the whole processing (section 7.1.1).
                        return [];
                }
            }

            selected = next;
        }

        return selected;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join('.', Parts.Select(part => part switch { null => "*", int index => $"[{index}]", _ => part }));
}
