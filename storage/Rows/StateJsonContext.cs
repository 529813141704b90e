using System.Text.Json.Serialization.Metadata;

namespace Eudiplo.Storage.Rows;

/// <summary>A source-generated JSON context of state types, registered by the host.</summary>
internal sealed record StateJsonContext(IJsonTypeInfoResolver Resolver);
