using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Eudiplo.Protocol.Wire;

/// <summary>Writes JSON documents without a document model.</summary>
public static class Json
{
    private static readonly JsonWriterOptions Options = new()
    {
        // The documents are application/json and never stand in HTML: readable URLs and claims are worth more than < escapes.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = false,
    };

    /// <summary>Writes a document.</summary>
    /// <param name="write">What writes it.</param>
    /// <returns>The document, UTF-8.</returns>
    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer, Options);
        write(json);
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes a document as text.</summary>
    public static string WriteText(Action<Utf8JsonWriter> write) => Encoding.UTF8.GetString(Write(write));

    /// <summary>Opens a writer of the same form over a buffer.</summary>
    public static Utf8JsonWriter Writer(IBufferWriter<byte> buffer) => new(buffer, Options);
}
