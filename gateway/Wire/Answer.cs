using System.Globalization;
using System.Text.Json;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Protocol.Wire;

namespace Eudiplo.Gateway.Wire;

/// <summary>Writes the JSON answers of the OAuth endpoints.</summary>
internal static class Answer
{
    /// <summary>Writes a document that nobody may keep (RFC 6749, section 5.1).</summary>
    public static Task WriteAsync(HttpContext context, int status, Action<Utf8JsonWriter> write) =>
        WriteAsync(context, status, Json.Write(write));

    /// <summary>Writes a document that nobody may keep.</summary>
    public static Task WriteAsync(HttpContext context, int status, ReadOnlyMemory<byte> json)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = json.Length;
        ForbidKeeping(response);
        return response.Body.WriteAsync(json, context.RequestAborted).AsTask();
    }

    /// <summary>Says that nobody may keep an answer, to old caches too (RFC 6749, section 5.1).</summary>
    public static void ForbidKeeping(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers.Pragma = "no-cache";
    }

    /// <summary>Writes a refusal (RFC 6749, section 5.2).</summary>
    public static Task WriteAsync(HttpContext context, ProtocolError error)
    {
        if (error.Status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"eudiplo\"";
        }
        else if (error.Status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests)
        {
            context.Response.Headers.RetryAfter = (error.RetryAfterSeconds ?? 1).ToString(CultureInfo.InvariantCulture);
        }

        return WriteAsync(context, error.Status, json =>
        {
            json.WriteStartObject();
            json.WriteString("error", error.Code);
            json.WriteString("error_description", error.Description);
            json.WriteEndObject();
        });
    }
}
