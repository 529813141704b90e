using System.Net;
using System.Text;
using System.Text.Json;
using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.WalletSimulator.OAuth;

namespace Eudiplo.Gateway.Tests.BadInput;

/// <summary>Requests that are wrong before any rule looks at them.</summary>
public sealed class BadInputTests
{
    private const string Interactive = "/demo/oid4vci/authorize/interactive";
    private const string Form = "application/x-www-form-urlencoded";

    public static TheoryData<string, string, string, HttpStatusCode> Bodies => new()
    {
        { "text/plain", "hello", "wrong content type", HttpStatusCode.UnsupportedMediaType },
        { "multipart/form-data; boundary=x", "--x--", "wrong content type", HttpStatusCode.UnsupportedMediaType },
        { Form, "a=1&a=2", "repeated parameter", HttpStatusCode.BadRequest },
        { Form, "a=%zz", "broken escape", HttpStatusCode.BadRequest },
        { Form, "a=%", "truncated escape", HttpStatusCode.BadRequest },
        { Form, "a=%ff", "not UTF-8", HttpStatusCode.BadRequest },
        { Form, "a=%00", "null character", HttpStatusCode.BadRequest },
        { Form, "", "empty", HttpStatusCode.BadRequest },
        { "application/json", "", "empty", HttpStatusCode.BadRequest },
        { "application/json", "{", "truncated", HttpStatusCode.BadRequest },
        { "application/json", "[]", "an array", HttpStatusCode.BadRequest },
        { "application/json", "\"x\"", "a string", HttpStatusCode.BadRequest },
        { "application/json", "{\"a\":\"1\",\"a\":\"2\"}", "repeated member", HttpStatusCode.BadRequest },
        { "application/json", "{\"response_type\":1}", "a number", HttpStatusCode.BadRequest },
        { "application/json", "{\"response_type\":null}", "a null", HttpStatusCode.BadRequest },
        { "application/json", "{\"a\":\"\\ud800\"}", "an unpaired surrogate", HttpStatusCode.BadRequest },
        { "application/json", "{} {}", "two documents", HttpStatusCode.BadRequest },
        { "application/json", "{\"auth_session\":\"x\"}", "no auth_session of ours", HttpStatusCode.BadRequest },
        { Form, "auth_session=", "empty auth_session", HttpStatusCode.BadRequest },
        { Form, "auth_session=" + new string('!', 64), "an auth_session of the right length and the wrong letters", HttpStatusCode.BadRequest },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_body_that_cannot_be_read_is_refused_with_a_json_error(string contentType, string body, string what, HttpStatusCode status)
    {
        await using var host = await GatewayHost.StartAsync();

        using var response = await PostAsync(host, Interactive, contentType, Encoding.UTF8.GetBytes(body));

        Assert.True(status == response.StatusCode, $"{what}: {(int)response.StatusCode}");
        await AssertErrorAsync(response);
    }

    [Theory]
    [InlineData(65_537, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(65_536, HttpStatusCode.BadRequest)]
    public async Task A_body_over_the_limit_is_too_large_with_and_without_a_length(int length, HttpStatusCode status)
    {
        await using var host = await GatewayHost.StartAsync();
        var body = Encoding.ASCII.GetBytes("a=" + new string('x', length - 2));

        using var known = await PostAsync(host, Interactive, Form, body);
        using var chunked = new HttpRequestMessage(HttpMethod.Post, Interactive) { Content = new StreamContent(new MemoryStream(body)) };
        chunked.Content.Headers.ContentType = new(Form);
        chunked.Content.Headers.ContentLength = null;
        chunked.Headers.TransferEncodingChunked = true;
        using var unknown = await host.Http.SendAsync(chunked);

        Assert.Equal(status, known.StatusCode);
        Assert.Equal(status, unknown.StatusCode);
        await AssertErrorAsync(unknown);
    }

    [Fact]
    public async Task A_deeply_nested_body_or_presentation_is_refused_and_loses_nothing()
    {
        await using var host = await GatewayHost.StartAsync();
        var (wallet, pkce) = (host.Wallet(), Pkce.Generate());
        var asked = await wallet.StartAsync("citizen-credential", pkce);
        var deep = new string('[', 20_000);

        using var body = await PostAsync(host, Interactive, "application/json", Encoding.ASCII.GetBytes("{\"a\":" + deep));
        Assert.Equal(HttpStatusCode.BadRequest, body.StatusCode);
        Assert.Equal("presentation_failed", (await wallet.PresentAsync(asked.AuthSession!, "{\"vp_token\":" + deep)).Error);
        Assert.NotNull((await wallet.PresentAsync(asked.AuthSession!, Flows.FlowTests.Answer(host, wallet, asked))).Code);
    }

    [Theory]
    [InlineData("POST", "/nobody/oid4vci/authorize/interactive", HttpStatusCode.NotFound)]
    [InlineData("POST", "/UPPER/oid4vci/authorize/interactive", HttpStatusCode.NotFound)]
    [InlineData("POST", "/nobody/oid4vci/token", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/.well-known/oauth-authorization-server/nobody", HttpStatusCode.NotFound)]
    [InlineData("GET", "/.well-known/openid-credential-issuer/..%2fdemo", HttpStatusCode.NotFound)]
    [InlineData("GET", "/demo/oid4vci/authorize/interactive", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/demo/oid4vci/par", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/demo/oid4vci/authorize/challenge", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/demo/oid4vci/token", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/nothing/here", HttpStatusCode.NotFound)]
    [InlineData("GET", "/demo/oid4vci/authorize", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/demo/oid4vci/authorize?client_id=a&client_id=b&request_uri=x", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/demo/oid4vci/authorize?client_id=a&request_uri=https://evil.example", HttpStatusCode.BadRequest)]
    public async Task A_wrong_address_has_a_json_error_of_its_own(string method, string path, HttpStatusCode status)
    {
        await using var host = await GatewayHost.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method == "POST")
        {
            request.Content = new FormUrlEncodedContent([new("grant_type", "authorization_code"), new("client_id", "x")]);
        }

        using var response = await host.Http.SendAsync(request);

        Assert.Equal(status, response.StatusCode);
        await AssertErrorAsync(response);
    }

    [Theory]
    [InlineData("grant_type=", "invalid_request")]
    [InlineData("grant_type=password&username=a&password=b", "unsupported_grant_type")]
    [InlineData("grant_type=authorization_code&client_id=a", "invalid_request")]
    [InlineData("grant_type=authorization_code&client_id=a&code=x", "invalid_grant")]
    [InlineData("grant_type=authorization_code&client_id=a&code=!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!", "invalid_grant")]
    [InlineData("grant_type=authorization_code&client_id=a&code_verifier=v&code=AaIB2MS-fsOFs5O7osbELqmoyXXyBXTpC4yQHjBIklT4ogVVBMY-aVrTrvd6WycU", "invalid_grant")]
    public async Task A_token_request_that_asks_for_nothing_that_there_is_gets_its_error(string body, string error)
    {
        await using var host = await GatewayHost.StartAsync();

        using var response = await PostAsync(host, "/demo/oid4vci/token", Form, Encoding.ASCII.GetBytes(body));

        Assert.Equal(error, await AssertErrorAsync(response));
    }

    [Theory]
    [InlineData("Basic !!!")]
    [InlineData("Basic Og==")]
    [InlineData("Bearer abc")]
    [InlineData("Basic /////w==")]
    public async Task A_broken_authorization_header_is_a_failed_authentication(string header)
    {
        await using var host = await GatewayHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, Interactive + "/complete-web-auth/" + Guid.NewGuid());
        request.Headers.TryAddWithoutValidation("Authorization", header);
        request.Content = new FormUrlEncodedContent([]);

        using var response = await host.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("invalid_client", await AssertErrorAsync(response));
        Assert.Contains("Basic", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    internal static async Task<HttpResponseMessage> PostAsync(GatewayHost host, string path, string contentType, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return await host.Http.PostAsync(path, content);
    }

    internal static async Task<string> AssertErrorAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.True(response.Headers.CacheControl?.NoStore, "An error may not be kept.");
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.NotEmpty(json.RootElement.GetProperty("error_description").GetString()!);
        return json.RootElement.GetProperty("error").GetString()!;
    }
}
