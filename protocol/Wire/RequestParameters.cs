using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

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

    /// <summary>SHA-256 of the parameters: the same for the same ones with the same values, in whatever order they came, and for no others.</summary>
    /// <param name="except">The names of those that do not count.</param>
    public byte[] Digest(IReadOnlySet<string> except)
    {
        ArgumentNullException.ThrowIfNull(except);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData("eudiplo.parameters"u8);
        foreach (var (name, value) in _values.Where(p => !except.Contains(p.Key)).OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            Append(hash, name);
            Append(hash, value);
        }

        return hash.GetHashAndReset();

        static void Append(IncrementalHash hash, string text)
        {
            // The length first, so that no text can run over into the next one.
            var octets = Encoding.UTF8.GetBytes(text);
            Span<byte> length = stackalloc byte[sizeof(int)];
            BinaryPrimitives.WriteInt32BigEndian(length, octets.Length);
            hash.AppendData(length);
            hash.AppendData(octets);
        }
    }

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
