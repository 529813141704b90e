using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Eudiplo.Storage.Rows;

/// <summary>How states are written as JSON: through the contexts that the host registered, and by reflection for a type that none of them knows.</summary>
internal sealed class StateJson
{
    private readonly JsonSerializerOptions _options;

    public StateJson(IEnumerable<StateJsonContext> contexts)
    {
        _options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,

            // What is computed of the rest would only be read over: a session's current step is one of its steps.
            IgnoreReadOnlyProperties = true,
            AllowDuplicateProperties = false,
            TypeInfoResolver = JsonTypeInfoResolver.Combine([.. contexts.Select(context => context.Resolver), new DefaultJsonTypeInfoResolver()]),
        };
        _options.MakeReadOnly();
    }

    public JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)_options.GetTypeInfo(typeof(T));
}
