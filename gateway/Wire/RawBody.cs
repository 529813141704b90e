using System.Buffers;
using Eudiplo.Grains.Abstractions;

namespace Eudiplo.Gateway.Wire;

/// <summary>A body that goes to a grain as it came: read whole, within its limit.</summary>
internal static class RawBody
{
    /// <summary>Reads a request's body.</summary>
    /// <returns>The body, or else the refusal.</returns>
    public static ValueTask<(byte[]? Body, ProtocolError? Error)> ReadJsonAsync(HttpContext context, int maxBytes) => context.Request.HasJsonContentType()
        ? ReadAsync(context, maxBytes)
        : new((null, new ProtocolError("invalid_request", "Send application/json.", StatusCodes.Status415UnsupportedMediaType)));

    /// <summary>Reads a request's body, whatever it is said to be.</summary>
    /// <returns>The body, or else the refusal.</returns>
    public static async ValueTask<(byte[]? Body, ProtocolError? Error)> ReadAsync(HttpContext context, int maxBytes)
    {
        if (context.Request.ContentLength > maxBytes)
        {
            return (null, TooLarge());
        }

        // One byte more than is allowed is enough to know that a body without a length is too large.
        var reader = context.Request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(context.RequestAborted);
            if (result.Buffer.Length > maxBytes)
            {
                reader.AdvanceTo(result.Buffer.End);
                return (null, TooLarge());
            }

            if (result.IsCompleted)
            {
                var body = result.Buffer.ToArray();
                reader.AdvanceTo(result.Buffer.End);
                return (body, null);
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    private static ProtocolError TooLarge() => new("invalid_request", "The body is too large.", StatusCodes.Status413PayloadTooLarge);
}
