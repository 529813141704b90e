using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace Eudiplo.Gateway.Tests.Hosting;

/// <summary>Takes note of the secrets in everything that the clients of a host send and get.</summary>
internal sealed class SecretCollector(HttpMessageHandler inner, MadeSecrets secrets) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ReadUrl(request.RequestUri);
        ReadHeaders(request);
        await ReadBodyAsync(request.Content);
        var response = await base.SendAsync(request, cancellationToken);
        ReadUrl(response.Headers.Location);
        foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [])
        {
            secrets.Add("cookie", cookie.Split(';')[0].Split('=', 2)[^1]);
        }

        await ReadBodyAsync(response.Content);
        return response;
    }

    private void ReadHeaders(HttpRequestMessage request)
    {
        if (request.Headers.Authorization is { Parameter: { } credentials } authorization)
        {
            secrets.Add(authorization.Scheme, authorization.Scheme == "Basic" ? MadeSecrets.PasswordOf(credentials) ?? credentials : credentials);
        }

        foreach (var name in new[] { "DPoP", "OAuth-Client-Attestation", "OAuth-Client-Attestation-PoP" })
        {
            foreach (var value in request.Headers.TryGetValues(name, out var values) ? values : [])
            {
                secrets.Add(name, value);
            }
        }
    }

    private void ReadUrl(Uri? url)
    {
        if (url is null)
        {
            return;
        }

        // An offer's link has its secret in the path.
        var absolute = url.IsAbsoluteUri ? url : new Uri(GatewayHost.PublicUrl, url);
        if (absolute.Segments is [.., "offers/", var offer])
        {
            secrets.Add("offer", offer);
        }

        foreach (var (name, values) in QueryHelpers.ParseQuery(absolute.Query))
        {
            foreach (var value in values)
            {
                secrets.Read(name, value ?? string.Empty);
            }
        }
    }

    private async Task ReadBodyAsync(HttpContent? content)
    {
        if (content is null)
        {
            return;
        }

        // The reader of the response, or the server, gets the same bytes again.
        await content.LoadIntoBufferAsync();
        var type = content.Headers.ContentType?.MediaType ?? string.Empty;
        var text = Encoding.UTF8.GetString(await content.ReadAsByteArrayAsync());
        if (type == "application/x-www-form-urlencoded")
        {
            foreach (var (name, values) in QueryHelpers.ParseQuery(text))
            {
                foreach (var value in values)
                {
                    Read(name, value ?? string.Empty);
                }
            }
        }
        else if (type.EndsWith("json", StringComparison.Ordinal))
        {
            ReadJson(text);
        }
        else if (type == "application/jwt")
        {
            secrets.Add("jwt", text);
        }
    }

    private void Read(string name, string value)
    {
        secrets.Read(name, value);
        if (value.StartsWith('{'))
        {
            ReadJson(value);
        }
    }

    private void ReadJson(string text)
    {
        try
        {
            secrets.Read(JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = 32 }));
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            // Tests send garbage too; nobody is told a secret by it.
        }
    }
}
