using System.Buffers;
using System.Text.Json;
using Eudiplo.Protocol.Cbor;

namespace Eudiplo.Protocol.Mdoc;

/// <summary>Tells a document's data elements in JSON: an object of namespaces, each an object of data elements.</summary>
internal static class MdocClaims
{
    /// <summary>The claims; null when a value cannot be told (see <see cref="CborJson"/>).</summary>
    public static JsonElement? Read(MdocDocument document, CborLimits limits)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach ((string nameSpace, IReadOnlyList<IssuerSignedItem> elements) in document.NameSpaces)
            {
                writer.WriteStartObject(nameSpace);
                foreach (IssuerSignedItem element in elements)
                {
                    writer.WritePropertyName(element.Identifier);
                    if (!CborJson.TryWrite(writer, element.Value, limits))
                    {
                        // Nothing is flushed of a value that breaks off in the middle.
                        writer.Reset();
                        return null;
                    }
                }

                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan, new JsonDocumentOptions { MaxDepth = limits.MaxDepth + 3 });
    }
}
