using System.Buffers;
using System.Security.Cryptography;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Protocol.Wire;

namespace Eudiplo.Gateway.Wire;

/// <summary>The body of an OAuth request: read whole, within its limit, and taken apart by its content type.</summary>
internal sealed record RequestBody
{
    /// <summary>The parameters.</summary>
    public required RequestParameters Parameters { get; init; }

    /// <summary>SHA-256 of the body as it came.</summary>
    public required byte[] Digest { get; init; }

    /// <summary>Reads a request's body.</summary>
    /// <param name="context">The request.</param>
    /// <param name="limits">The bounds.</param>
    /// <param name="acceptJson">Whether JSON is taken beside forms.</param>
    /// <returns>The body, or else the refusal.</returns>
    public static async ValueTask<(RequestBody? Body, ProtocolError? Error)> ReadAsync(HttpContext context, GatewayLimits limits, bool acceptJson)
    {
        var mediaType = MediaType(context.Request.ContentType);
        var isForm = string.Equals(mediaType, "application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);
        var isJson = acceptJson && string.Equals(mediaType, "application/json", StringComparison.OrdinalIgnoreCase);
        if (!isForm && !isJson)
        {
            return (null, new ProtocolError(
                "invalid_request",
                acceptJson ? "Send application/x-www-form-urlencoded or application/json." : "Send application/x-www-form-urlencoded.",
                StatusCodes.Status415UnsupportedMediaType));
        }

        if (context.Request.ContentLength > limits.MaxBodyBytes)
        {
            return (null, TooLarge());
        }

        // One byte more than is allowed is enough to know that a body without a length is too large.
        var reader = context.Request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(context.RequestAborted);
            if (result.Buffer.Length > limits.MaxBodyBytes)
            {
                reader.AdvanceTo(result.Buffer.End);
                return (null, TooLarge());
            }

            if (result.IsCompleted)
            {
                var read = Parse(result.Buffer, isJson, limits);
                reader.AdvanceTo(result.Buffer.End);
                return read;
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    private static (RequestBody? Body, ProtocolError? Error) Parse(in ReadOnlySequence<byte> buffer, bool isJson, GatewayLimits limits)
    {
        var bytes = buffer.IsSingleSegment ? buffer.FirstSpan : buffer.ToArray();
        var read = isJson ? JsonBody.Read(bytes, limits.Parameters) : FormBody.Read(bytes, limits.Parameters);
        return read.Parameters is { } parameters
            ? (new RequestBody { Parameters = parameters, Digest = SHA256.HashData(bytes) }, null)
            : (null, new ProtocolError("invalid_request", read.Problem!));
    }

    private static string MediaType(string? contentType)
    {
        var semicolon = contentType?.IndexOf(';', StringComparison.Ordinal) ?? -1;
        return (semicolon < 0 ? contentType ?? string.Empty : contentType![..semicolon]).Trim();
    }

    private static ProtocolError TooLarge() =>
        new("invalid_request", "The body is too large.", StatusCodes.Status413PayloadTooLarge);
}
