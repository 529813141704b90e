using System.Text.Json;
using Eudiplo.Gateway.Tests.Hosting;

namespace Eudiplo.Gateway.Tests.BadInput;

/// <summary>What errors are written with (RFC 6749, section 5.2; OAuth 2.0 for First-Party Applications, "Error Response").</summary>
public sealed class ErrorTextTests
{
    private const string Nasty = "\"\\\u00e4\u0000\u20ac\n<script>";

    [Theory]
    [InlineData("authorize/interactive")]
    [InlineData("authorize/challenge")]
    [InlineData("par")]
    [InlineData("token")]
    [InlineData("introspect")]
    [InlineData("revoke")]
    public async Task Errors_have_only_the_characters_that_they_may_have_whatever_was_sent(string endpoint)
    {
        await using var host = await GatewayHost.StartAsync();
        string[] names =
        [
            "client_id", "response_type", "redirect_uri", "scope", "authorization_details", "code_challenge", "code_challenge_method",
            "interaction_types_supported", "grant_type", "code", "auth_session", "token", "request", "dpop_jkt", "client_assertion_type",
        ];
        Dictionary<string, string> good = new()
        {
            ["client_id"] = "wallet", ["response_type"] = "code", ["scope"] = "web-credential", ["grant_type"] = "authorization_code", ["code"] = "x",
            ["code_challenge"] = new string('a', 43), ["code_challenge_method"] = "S256", ["interaction_types_supported"] = "redirect_to_web",
        };

        foreach (var name in names)
        {
            using var content = new FormUrlEncodedContent(new Dictionary<string, string>(good) { [name] = Nasty });
            using var response = await host.Http.PostAsync($"https://issuer.example/demo/oid4vci/{endpoint}", content);
            using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            foreach (var member in new[] { "error", "error_description" })
            {
                if (json.RootElement.TryGetProperty(member, out var text))
                {
                    Assert.All(text.GetString()!, c => Assert.True(c is >= '\x20' and <= '\x7e' and not ('"' or '\\'), $"{endpoint}, {name}: {text}"));
                }
            }
        }
    }
}
