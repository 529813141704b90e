using System.Net;
using System.Web;

namespace Eudiplo.Gateway.Tests.FrontChannel;

/// <summary>A browser of a test: it keeps cookies, says what languages it likes, and goes nowhere by itself.</summary>
internal sealed class TestBrowser(HttpClient http, string language = "en")
{
    private readonly Dictionary<string, string> _cookies = [];

    public IReadOnlyDictionary<string, string> Cookies => _cookies;

    /// <summary>The Set-Cookie headers as they came.</summary>
    public List<string> SetCookies { get; } = [];

    public async Task<Visit> GoAsync(Uri url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        request.Headers.TryAddWithoutValidation("Accept-Language", language);
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
        return new Visit(response.StatusCode, response.Headers.Location, headers, await response.Content.ReadAsStringAsync());
    }

    public Task<Visit> OpenAsync(Uri authorization, string clientId, string requestUri) =>
        GoAsync(new Uri($"{authorization}?client_id={Uri.EscapeDataString(clientId)}&request_uri={Uri.EscapeDataString(requestUri)}"));
}

/// <summary>What came of a navigation.</summary>
internal sealed record Visit(HttpStatusCode Status, Uri? Location, IReadOnlyDictionary<string, string> Headers, string Html)
{
    public string? Query(string name) => HttpUtility.ParseQueryString(Location!.Query)[name];
}
