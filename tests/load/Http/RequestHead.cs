using System.Text;

namespace Eudiplo.Load.Http;

/// <summary>The constant part of a POST request, serialised once: everything but the end of the path, the length and the body.</summary>
public sealed class RequestHead
{
    /// <summary>Serialises a head.</summary>
    /// <param name="path">The path; may be continued for each request.</param>
    /// <param name="host">The value of `Host`.</param>
    /// <param name="contentType">The value of `Content-Type`.</param>
    /// <param name="authorization">The value of `Authorization`; null: none.</param>
    public RequestHead(string path, string host, string contentType, string? authorization = null)
    {
        Start = Encoding.ASCII.GetBytes($"POST {path}");
        var authorize = authorization is null ? "" : $"Authorization: {authorization}\r\n";
        End = Encoding.ASCII.GetBytes($" HTTP/1.1\r\nHost: {host}\r\nContent-Type: {contentType}\r\n{authorize}Content-Length: ");
    }

    /// <summary>Method and path.</summary>
    public byte[] Start { get; }

    /// <summary>What follows the path, up to the length.</summary>
    public byte[] End { get; }
}
