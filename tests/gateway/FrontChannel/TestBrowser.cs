using System.Net;
using System.Web;

namespace Eudiplo.Gateway.Tests.FrontChannel;

/// <summary>A browser of a test: it keeps cookies, says what languages it likes, and goes nowhere by itself.</summary>
internal sealed class TestBrowser(HttpClient http, string language = "en")
{
    private readonly Dictionary<string, string> _cookies = [];

    public IReadOnlyDictionary<string, string> Cookies => _cookies;

    /// <summary>What it sends beside the headers of every browser.</summary>
    public List<(string Name, string Value)> Headers { get; } = [];

    /// <summary>The Set-Cookie headers as they came.</summary>
    public List<string> SetCookies { get; } = [];

    public async Task<Visit> GoAsync(Uri url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        request.Headers.TryAddWithoutValidation("Accept-Language", language);
        foreach (var (name, value) in Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (_cookies.Count > 0)
        {
            request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", _cookies.Select(c => $"{c.Key}={c.Value}")));
        }

        using var response = await http.SendAsync(request);
        foreach (var header in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            SetCookies.Add(header);
            var pair = header.Split(';')[0].Split('=', 2);
            _cookies[pair[0]] = pair[1];
        }

        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
        var location = response.Headers.Location is { IsAbsoluteUri: false } relative ? new Uri(url, relative) : response.Headers.Location;
        return new Visit(response.StatusCode, location, headers, await response.Content.ReadAsStringAsync()) { Url = url };
    }

    /// <summary>Opens a request_uri. A browser that is new to the server is given a cookie, and comes again with it.</summary>
    public async Task<Visit> OpenAsync(Uri authorization, string clientId, string requestUri)
    {
        var url = new Uri($"{authorization}?client_id={Uri.EscapeDataString(clientId)}&request_uri={Uri.EscapeDataString(requestUri)}");
        var visit = await GoAsync(url);
        return visit.Location is { } again && again.AbsolutePath == url.AbsolutePath ? await GoAsync(again) : visit;
    }
}

/// <summary>What came of a navigation.</summary>
internal sealed record Visit(HttpStatusCode Status, Uri? Location, IReadOnlyDictionary<string, string> Headers, string Html)
{
    /// <summary>Where it went.</summary>
    public required Uri Url { get; init; }

    public string? Query(string name) => HttpUtility.ParseQueryString(Location!.Query)[name];
}
