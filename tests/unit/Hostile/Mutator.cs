using System.Text;
using System.Text.Json.Nodes;

namespace Eudiplo.Unit.Tests.Hostile;

/// <summary>Makes hostile inputs out of good ones; the same seed gives the same inputs.</summary>
public sealed class Mutator(int seed)
{
    private static readonly string[] Fragments =
    [
        "{", "}", "[", "]", "\"", ",", ":", "~", ".", "=", "\\", "\\ud800", "\\u0000", "null", "true", "-1", "1e999", "0.1", "99999999999999999999",
        "\"_sd\"", "\"...\"", "\"_sd_alg\"", "\"cnf\"", "\"path\"", "\"id\"", "e30", "AA", " ", "\n", "\0", "ä", "😀", "\ud800", "\uFEFF",
    ];

    private readonly Random _random = new(seed);

    public int Next(int below) => _random.Next(below);

    /// <summary>A few characters removed, doubled, replaced or added.</summary>
    public string Text(string text)
    {
        var builder = new StringBuilder(text);
        for (var times = 1 + Next(3); times > 0; times--)
        {
            var at = Next(builder.Length + 1);
            switch (Next(6))
            {
                case 0:
                    builder.Remove(at, Next(Math.Min(20, builder.Length - at) + 1));
                    break;
                case 1:
                    builder.Insert(at, Fragments[Next(Fragments.Length)]);
                    break;
                case 2 when at < builder.Length:
                    builder[at] = (char)(32 + Next(96));
                    break;
                case 3:
                    builder.Length = at;
                    break;
                case 4:
                    var from = Next(builder.Length + 1);
                    builder.Insert(at, builder.ToString(from, Next(Math.Min(200, builder.Length - from) + 1)));
                    break;
                default:
                    builder.Insert(at, string.Concat(Enumerable.Repeat(Fragments[Next(Fragments.Length)], 1 + Next(40))));
                    break;
            }
        }

        return builder.ToString();
    }

    /// <summary>JSON that is still JSON, with values, names and structure changed.</summary>
    public string Json(string json)
    {
        var root = JsonNode.Parse(json);
        for (var times = 1 + Next(3); times > 0; times--)
        {
            root = Change(root, depth: 0);
        }

        return root?.ToJsonString() ?? "null";
    }

    private JsonNode? Change(JsonNode? node, int depth)
    {
        if (depth > 0 && Next(4) == 0)
        {
            return Value(node);
        }

        switch (node)
        {
            case JsonObject { Count: > 0 } json:
                var (name, member) = json.ElementAt(Next(json.Count));
                json.Remove(name);
                if (Next(8) != 0)
                {
                    json[Next(8) == 0 ? Name() : name] = Change(member, depth + 1);
                }

                return json;
            case JsonArray { Count: > 0 } array:
                var at = Next(array.Count);
                var item = array[at];
                array.RemoveAt(at);
                for (var copies = Next(3); copies > 0; copies--)
                {
                    array.Insert(at, Change(item?.DeepClone(), depth + 1));
                }

                return array;
            default:
                return Value(node);
        }
    }

    private string Name() => Next(6) switch { 0 => "_sd", 1 => "...", 2 => "_sd_alg", 3 => "", 4 => "id", _ => "path" };

    private JsonNode? Value(JsonNode? node) => Next(11) switch
    {
        0 => null,
        1 => JsonValue.Create(Next(100) - 50),
        2 => JsonValue.Create(true),
        3 => JsonValue.Create(string.Empty),
        4 => JsonValue.Create(new string('x', Next(2000))),
        5 => new JsonArray(),
        6 => new JsonObject(),
        7 => new JsonArray(node?.DeepClone(), node?.DeepClone()),
        8 => new JsonObject { [Name()] = node?.DeepClone() },
        9 => JsonValue.Create(1e300),
        _ => Nest(node, Next(70)),
    };

    private static JsonNode? Nest(JsonNode? node, int levels)
    {
        var nested = node?.DeepClone();
        for (; levels > 0; levels--)
        {
            nested = new JsonArray(nested);
        }

        return nested;
    }
}
