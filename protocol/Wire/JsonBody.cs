using System.Text;
using System.Text.Json;

namespace Eudiplo.Protocol.Wire;

/// <summary>
/// Reads JSON request bodies: one object, whose members are the parameters. Strings are their text, objects and arrays their JSON text; a
/// repeated member is refused, and so is a number, a boolean or a null, which no parameter of these endpoints is.
/// </summary>
public static class JsonBody
{
    /// <summary>Reads a body.</summary>
    public static ReadResult Read(ReadOnlySpan<byte> body, ParameterLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        if (!System.Text.Unicode.Utf8.IsValid(body))
        {
            return ReadResult.Refused("The body is not UTF-8.");
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = limits.MaxDepth });
        try
        {
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                return ReadResult.Refused("The body is not a JSON object.");
            }

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var name = json.GetString()!;
                json.Read();
                if (Value(ref json, body) is not { } value)
                {
                    return ReadResult.Refused("A member is neither a string, an object nor an array.");
                }

                if (name.Length > limits.MaxNameLength || value.Length > limits.MaxValueLength)
                {
                    return ReadResult.Refused("A member is too long.");
                }

                if (!values.TryAdd(name, value))
                {
                    return ReadResult.Refused("A member is repeated.");
                }

                if (values.Count > limits.MaxCount)
                {
                    return ReadResult.Refused("There are too many members.");
                }
            }

            return json.Read()
                ? ReadResult.Refused("Something follows the JSON object.")
                : new ReadResult(new RequestParameters(values), null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string with an unpaired surrogate escape, which has no UTF-16 form.
            return ReadResult.Refused("The body is not well-formed JSON, or nested too deeply.");
        }
    }

    private static string? Value(ref Utf8JsonReader json, ReadOnlySpan<byte> body)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.String:
                return json.GetString();
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                var start = (int)json.TokenStartIndex;
                json.Skip();
                return Encoding.UTF8.GetString(body[start..(int)json.BytesConsumed]);
            default:
                return null;
        }
    }
}
