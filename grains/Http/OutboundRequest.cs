namespace Eudiplo.Grains.Http;

/// <summary>A request to an address that did not come from the operator.</summary>
/// <param name="Url">Where to. An outsider's text, perhaps.</param>
public sealed record OutboundRequest(string Url)
{
    /// <summary>The method. Default GET; only GET follows redirects.</summary>
    public HttpMethod Method { get; init; } = HttpMethod.Get;

    /// <summary>What may be answered with, for the <c>Accept</c> header.</summary>
    public string? Accept { get; init; }

    /// <summary>The body; null for none.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>The media type of the body.</summary>
    public string? ContentType { get; init; }

    /// <summary>Further headers. Never sent to another URL than <see cref="Url"/>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>A smaller limit for the response body, in bytes; null for the configured one.</summary>
    public int? MaxResponseBytes { get; init; }

    /// <summary>A shorter time; null for the configured one.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The method and the host: nothing of a path or a query, which may hold secrets.</summary>
    public override string ToString() => $"{Method} {(Uri.TryCreate(Url, UriKind.Absolute, out var url) ? url.Host : "?")}";
}
