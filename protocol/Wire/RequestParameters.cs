namespace Eudiplo.Protocol.Wire;

/// <summary>
/// The parameters of an OAuth request, however they came (RFC 6749, section 3.2: each at most once). A value is text; what came as a JSON
/// object or array is its JSON text.
/// </summary>
public sealed class RequestParameters
{
    private readonly Dictionary<string, string> _values;

    internal RequestParameters(Dictionary<string, string> values) => _values = values;

    /// <summary>How many there are.</summary>
    public int Count => _values.Count;

    /// <summary>A parameter; null when it was not sent, or sent empty (RFC 6749, section 3.1: a parameter without a value counts as left out).</summary>
    public string? this[string name] => _values.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    /// <summary>Whether a parameter was sent, with a value or without.</summary>
    public bool Contains(string name) => _values.ContainsKey(name);

    /// <summary>The parameters that are not among the known ones; null when there are none.</summary>
    public IReadOnlyDictionary<string, string>? Others(IReadOnlySet<string> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        Dictionary<string, string>? others = null;
        foreach (var (name, value) in _values)
        {
            if (!known.Contains(name) && value.Length > 0)
            {
                (others ??= new Dictionary<string, string>(StringComparer.Ordinal)).Add(name, value);
            }
        }

        return others;
    }
}
