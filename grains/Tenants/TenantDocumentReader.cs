using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Eudiplo.Grains.Tenants;

/// <summary>Reads tenant documents: strict about names and types, and readable about what is wrong.</summary>
public static class TenantDocumentReader
{
    /// <summary>The form of a tenant document: camel case, no unknown and no repeated members.</summary>
    public static JsonSerializerOptions Options { get; } = CreateOptions();

    /// <summary>Reads a document.</summary>
    /// <param name="utf8">The document, UTF-8 JSON.</param>
    /// <param name="errors">What is wrong, each with the path of the member; empty when the result is not null.</param>
    public static TenantDocument? Read(ReadOnlySpan<byte> utf8, out IReadOnlyList<string> errors)
    {
        TenantDocument? document;
        try
        {
            document = JsonSerializer.Deserialize<TenantDocument>(utf8, Options);
        }
        catch (JsonException e)
        {
            errors = [Describe(e)];
            return null;
        }

        if (document is null)
        {
            errors = ["$: a tenant document is a JSON object, not null."];
            return null;
        }

        errors = TenantDocumentRules.Check(document);
        return errors.Count == 0 ? document : null;
    }

    private static string Describe(JsonException e)
    {
        // The serializer ends its message with a position that repeats what Path and LineNumber say.
        var message = e.Message;
        var end = message.IndexOf(" Path: ", StringComparison.Ordinal);
        return $"{e.Path ?? "$"}: {(end < 0 ? message : message[..end])} (line {(e.LineNumber ?? 0) + 1})";
    }

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            AllowDuplicateProperties = false,
            PropertyNameCaseInsensitive = false,
            NumberHandling = JsonNumberHandling.Strict,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            MaxDepth = 32,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        };
        options.MakeReadOnly();
        return options;
    }
}
