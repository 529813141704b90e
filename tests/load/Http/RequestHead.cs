using System.Text;

namespace Eudiplo.Load.Http;

/// <summary>The constant part of a request, serialised once: everything but the end of the path, the length and the body.</summary>
public sealed class RequestHead
{
    /// <summary>Serialises a head.</summary>
    /// <param name="path">The path; may be continued for each request.</param>
    /// <param name="host">The value of `Host`.</param>
    /// <param name="contentType">The value of `Content-Type`; null: none, as the request has no body.</param>
    /// <param name="authorization">The value of `Authorization`; null: none.</param>
    /// <param name="method">The method.</param>
    public RequestHead(string path, string host, string? contentType, string? authorization = null, string method = "POST")
    {
        Start = Encoding.ASCII.GetBytes($"{method} {path}");
        var type = contentType is null ? "" : $"Content-Type: {contentType}\r\n";
        var authorize = authorization is null ? "" : $"Authorization: {authorization}\r\n";
        End = Encoding.ASCII.GetBytes($" HTTP/1.1\r\nHost: {host}\r\n{type}{authorize}Content-Length: ");
    }

    /// <summary>Method and path.</summary>
    public byte[] Start { get; }

    /// <summary>What follows the path, up to the length.</summary>
    public byte[] End { get; }

    /// <summary>
    /// The endpoint as the server names it, for the `htu` of a DPoP proof (RFC 9449); null where the wallet sends none, or another than the
    /// wallet sends the request.
    /// </summary>
    public Uri? ProofUri { get; init; }

    /// <summary>Whether the wallet has to say here which client it is.</summary>
    public bool IsForClients { get; init; }
}
