using System.Text.Json;
using Microsoft.OpenApi;

namespace Eudiplo.Gateway.Admin;

/// <summary>
/// The members that the body of an admin call may have. Others are refused, and so are wrong types: a filter that was misspelt would find
/// everything, and an offer's <c>tx_code</c> that nobody reads would be an offer without one.
/// </summary>
internal sealed class AdminBody(params AdminMember[] members)
{
    private const int MaxTextLength = 16_384;

    /// <summary>The members.</summary>
    public IReadOnlyList<AdminMember> Members => members;

    /// <summary>What is wrong with a body, for the operator; null when nothing is.</summary>
    /// <param name="body">A JSON object.</param>
    public string? ProblemOf(JsonElement body)
    {
        foreach (var member in body.EnumerateObject())
        {
            if (members.FirstOrDefault(m => m.Name == member.Name) is not { } known)
            {
                return $"The body has a member that is not known here. Known are: {string.Join(", ", members.Select(m => m.Name))}.";
            }

            if (!Fits(known.Type, member.Value))
            {
                return $"{known.Name} must be {Describe(known.Type)}.";
            }
        }

        return null;
    }

    /// <summary>Whether a text may be a value: neither empty nor too long, and storable in every database.</summary>
    public static bool IsText(string? text) => text is { Length: > 0 and <= MaxTextLength } && !text.Contains('\0', StringComparison.Ordinal);

    private static bool Fits(JsonSchemaType type, JsonElement value) => type switch
    {
        JsonSchemaType.String => value.ValueKind == JsonValueKind.String && IsText(value.GetString()),
        JsonSchemaType.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        JsonSchemaType.Integer => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _),
        JsonSchemaType.Number => value.ValueKind == JsonValueKind.Number,
        JsonSchemaType.Object => value.ValueKind == JsonValueKind.Object,
        _ => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(i => Fits(JsonSchemaType.String, i)),
    };

    private static string Describe(JsonSchemaType type) => type switch
    {
        JsonSchemaType.String => $"a string of 1 to {MaxTextLength} characters",
        JsonSchemaType.Boolean => "true or false",
        JsonSchemaType.Integer => "a whole number",
        JsonSchemaType.Number => "a number",
        JsonSchemaType.Object => "an object",
        _ => "an array of strings",
    };
}
