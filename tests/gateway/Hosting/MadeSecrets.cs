using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Eudiplo.Protocol.Capabilities;

namespace Eudiplo.Gateway.Tests.Hosting;

/// <summary>Every secret, and every piece of personal data, that went over the wire of a host, by the names of the parameters that carry them.</summary>
internal sealed class MadeSecrets
{
    /// <summary>Shorter texts than this occur by themselves; a transaction code is looked for as a word of its own.</summary>
    private const int ShortestSecret = 16;

    /// <summary>Parameters and members whose values are secrets, however they are sent.</summary>
    private static readonly HashSet<string> SecretNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "code", "code_verifier", "auth_session", "request_uri", "access_token", "refresh_token", "id_token", "token", "client_secret",
        "client_assertion", "assertion", "vp_token", "response", "openid4vp_presentation", "pre-authorized_code", "tx_code", "txCode", "credential",
        "notification_id", "credentialOfferUri", "credential_offer_uri", "byReference", "qrCode", "device_session", "jwt", "privateKey", "secretHash",
        "rawToken", "presentation_response",
    };

    /// <summary>Parameters and members whose values say who somebody is.</summary>
    private static readonly HashSet<string> PersonalNames = new(StringComparer.OrdinalIgnoreCase) { "user", "given_name", "family_name", "birthdate", "birth_date" };

    private readonly ConcurrentDictionary<string, string> _secrets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _words = new(StringComparer.Ordinal);

    public int Count => _secrets.Count + _words.Count;

    /// <summary>Keeps a secret, and the part of it that is secret by itself.</summary>
    public void Add(string name, string value)
    {
        // A credential's disclosures and a presentation's parts are as secret as the whole.
        foreach (var part in value.Contains('~', StringComparison.Ordinal) ? value.Split('~').Append(value) : [value])
        {
            if (part.Length >= ShortestSecret)
            {
                _secrets.TryAdd(part, name);
            }
        }

        if (Capability.TryDecode(value, out _, out var secret) && secret.Length >= ShortestSecret)
        {
            _secrets.TryAdd(secret, $"{name}, its secret part");
        }

        if (name is "tx_code" or "txCode" && value.Length >= 4)
        {
            _words.TryAdd(value, name);
        }
    }

    /// <summary>Keeps a piece of personal data.</summary>
    public void AddPersonal(string name, string value)
    {
        if (value.Length >= 5)
        {
            _words.TryAdd(value, name);
        }
    }

    /// <summary>Keeps what a parameter or member carries, if it is one of those that carry secrets.</summary>
    public void Read(string name, string value)
    {
        // The id of a session is shown to pages and backends, and is no secret, whatever parameter it comes in.
        if (SecretNames.Contains(name) && !Guid.TryParse(value, out _))
        {
            Add(name, value);
        }
        else if (PersonalNames.Contains(name))
        {
            AddPersonal(name, value);
        }
    }

    /// <summary>Keeps what the members of a JSON document carry, at any depth.</summary>
    public void Read(JsonNode? json, string? name = null)
    {
        switch (json)
        {
            case JsonObject members:
                foreach (var (member, value) in members)
                {
                    // vp_token and proofs carry their texts in arrays below the name.
                    Read(value, SecretNames.Contains(member) || PersonalNames.Contains(member) || name is null ? member : name);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Read(item, name);
                }

                break;
            case JsonValue value when name is not null && value.GetValueKind() == JsonValueKind.String:
                Read(name, (string)value!);
                break;
            default:
                break;
        }
    }

    /// <summary>The lines that have one of the secrets, each with the name of the secret.</summary>
    public IReadOnlyList<string> FindIn(IReadOnlyCollection<string> lines)
    {
        if (Count == 0)
        {
            return [];
        }

        var all = SearchValues.Create([.. _secrets.Keys, .. _words.Keys], StringComparison.Ordinal);
        return [.. lines.Where(line => line.AsSpan().ContainsAny(all)).SelectMany(Leaks)];
    }

    private IEnumerable<string> Leaks(string line) =>
        _secrets.Where(s => line.Contains(s.Key, StringComparison.Ordinal)).Select(s => $"{s.Value}: {line}")
            .Concat(_words.Where(w => HasWord(line, w.Key)).Select(w => $"{w.Value}: {line}"));

    /// <summary>Whether a text occurs that is not part of a longer number or name.</summary>
    private static bool HasWord(string line, string word)
    {
        for (var at = line.IndexOf(word, StringComparison.Ordinal); at >= 0; at = line.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            if ((at == 0 || !IsPart(line[at - 1])) && (at + word.Length == line.Length || !IsPart(line[at + word.Length])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPart(char c) => char.IsLetterOrDigit(c) || c is '.' or '-' or '_';

    /// <summary>The password of HTTP Basic; null when there is none.</summary>
    public static string? PasswordOf(string basic)
    {
        var text = new byte[basic.Length];
        return Convert.TryFromBase64String(basic, text, out var length) && Encoding.UTF8.GetString(text, 0, length).Split(':', 2) is [_, var password] ? password : null;
    }
}
