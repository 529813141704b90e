using System.Text.Json;

namespace Eudiplo.Protocol.Dcql;

/// <summary>Reads typed members of a query and collects the faults with their paths.</summary>
internal sealed class DcqlFaults
{
    private const int MaxErrors = 50;
    private readonly List<DcqlError> _errors = [];
    private readonly List<string> _unknown = [];

    public IReadOnlyList<DcqlError> Errors => _errors;

    public IReadOnlyList<string> Unknown => _unknown;

    public void Add(string path, string message)
    {
        if (_errors.Count < MaxErrors)
        {
            _errors.Add(new DcqlError(path, message));
        }
    }

    public static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    public void NoteUnknown(JsonElement element, string path, params ReadOnlySpan<string> known)
    {
        foreach (var member in element.EnumerateObject())
        {
            if (!known.Contains(member.Name) && _unknown.Count < MaxErrors)
            {
                _unknown.Add(Join(path, member.Name));
            }
        }
    }

    public bool IsObject(JsonElement element, string path)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            return true;
        }

        Add(path, "must be an object");
        return false;
    }

    /// <summary>The elements of a non-empty array, each with its path; none when there is a fault or nothing.</summary>
    public List<(JsonElement Element, string Path)> Elements(JsonElement parent, string name, string path, bool required, int most)
    {
        if (parent.TryGetProperty(name, out var array))
        {
            return Elements(array, Join(path, name), most);
        }

        if (required)
        {
            Add(Join(path, name), "is required");
        }

        return [];
    }

    public List<(JsonElement Element, string Path)> Elements(JsonElement array, string path, int most)
    {
        if (array.ValueKind != JsonValueKind.Array || array.GetArrayLength() == 0)
        {
            Add(path, "must be a non-empty array");
            return [];
        }

        if (array.GetArrayLength() > most)
        {
            Add(path, $"has more than {most} elements");
            return [];
        }

        return [.. array.EnumerateArray().Select((element, index) => (element, $"{path}[{index}]"))];
    }

    public List<string> Strings(JsonElement array, string path, int most)
    {
        var strings = new List<string>();
        foreach (var (element, at) in Elements(array, path, most))
        {
            if (element.ValueKind == JsonValueKind.String && element.GetString() is { Length: > 0 } text)
            {
                strings.Add(text);
            }
            else
            {
                Add(at, "must be a non-empty string");
            }
        }

        return strings;
    }

    public string? String(JsonElement parent, string name, string path, bool required)
    {
        if (!parent.TryGetProperty(name, out var member))
        {
            if (required)
            {
                Add(Join(path, name), "is required");
            }

            return null;
        }

        if (member.ValueKind == JsonValueKind.String && member.GetString() is { Length: > 0 } text)
        {
            return text;
        }

        Add(Join(path, name), "must be a non-empty string");
        return null;
    }

    public string? Id(JsonElement parent, string path, bool required)
    {
        var id = String(parent, "id", path, required);
        if (id is null || id.All(one => char.IsAsciiLetterOrDigit(one) || one is '_' or '-'))
        {
            return id;
        }

        Add(Join(path, "id"), "must consist of letters, digits, underscores and hyphens");
        return null;
    }

    public bool Boolean(JsonElement parent, string name, string path, bool otherwise)
    {
        if (!parent.TryGetProperty(name, out var member))
        {
            return otherwise;
        }

        if (member.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return member.GetBoolean();
        }

        Add(Join(path, name), "must be true or false");
        return otherwise;
    }
}
