using System.Collections;
using System.Text;
using System.Text.Json.Nodes;
using Eudiplo.Grains.Tenants;

namespace Eudiplo.Unit.Tests.Tenants;

public sealed class TenantSecretsTests
{
    private const string Document = """
        {
          "tenantId": "acme",
          "displayName": "***",
          "keys": [ { "keyId": "one", "privateKey": "SECRET-KEY-1", "certificateChain": "chain" }, { "keyId": "two", "privateKey": "SECRET-KEY-2", "certificateChain": "chain" } ],
          "clients": [ { "clientId": "open" }, { "clientId": "service", "secretHash": "SECRET-HASH" } ],
          "webhook": { "url": "https://hooks.example/a", "auth": { "type": "apiKey", "config": { "headerName": "X-Key", "value": "SECRET-HOOK-1" } } },
          "revocationWebhook": { "url": "https://hooks.example/b", "auth": { "type": "apiKey", "config": { "headerName": "X-Key", "value": "SECRET-HOOK-2" } } },
          "presentationConfigurations": [ { "presentationConfigId": "pid", "webhook": { "url": "https://hooks.example/c", "auth": { "type": "apiKey", "config": { "headerName": "X-Key", "value": "SECRET-HOOK-3" } } } } ]
        }
        """;

    [Fact]
    public void No_secret_of_a_document_is_shown_and_all_else_is()
    {
        var shown = Shown();

        Assert.DoesNotContain("SECRET", shown.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("chain", (string?)shown["keys"]![0]!["certificateChain"]);
        Assert.Equal("https://hooks.example/a", (string?)shown["webhook"]!["url"]);
        Assert.Null(shown["clients"]![0]!["secretHash"]);
    }

    [Fact]
    public void Every_member_of_a_tenant_document_that_is_a_secret_is_known_here()
    {
        // A new member by one of these names, or of the type of webhooks' keys, needs its place in TenantSecrets, and then in this list.
        var found = new SortedSet<string>(StringComparer.Ordinal);
        Walk(typeof(TenantDocument), "$", [], found);

        Assert.Equal(
            ["$.Clients.SecretHash", "$.Keys.PrivateKey", "$.PresentationConfigurations.Webhook.Auth.Config.Value", "$.RevocationWebhook.Auth.Config.Value", "$.Webhook.Auth.Config.Value"],
            found);
    }

    [Fact]
    public void What_was_shown_and_is_put_back_keeps_every_secret_in_whatever_order()
    {
        var shown = Shown();
        var keys = shown["keys"]!.AsArray();
        var first = keys[0]!;
        keys.RemoveAt(0);
        keys.Add(first);
        shown["webhook"]!["url"] = "https://hooks.example/another-path";

        var restored = Restore(shown.ToJsonString(), out var problems);

        Assert.Empty(problems);
        Assert.Equal(["SECRET-KEY-2", "SECRET-KEY-1"], restored["keys"]!.AsArray().Select(k => (string?)k!["privateKey"]));
        Assert.Equal("SECRET-HASH", (string?)restored["clients"]![1]!["secretHash"]);
        Assert.Equal("SECRET-HOOK-1", (string?)restored["webhook"]!["auth"]!["config"]!["value"]);
        Assert.Equal("SECRET-HOOK-2", (string?)restored["revocationWebhook"]!["auth"]!["config"]!["value"]);
        Assert.Equal("SECRET-HOOK-3", (string?)restored["presentationConfigurations"]![0]!["webhook"]!["auth"]!["config"]!["value"]);
        Assert.Equal("***", (string?)restored["displayName"]);
    }

    [Theory]
    [InlineData("https://hooks.example/a", "https://thief.example/a")]
    [InlineData("https://hooks.example/a", "https://hooks.example:8443/a")]
    [InlineData("https://hooks.example/a", "http://hooks.example/a")]
    public void A_webhooks_secret_is_not_kept_for_another_server(string url, string other)
    {
        Restore(Shown().ToJsonString().Replace(url, other, StringComparison.Ordinal), out var problems);

        Assert.StartsWith("$.webhook.auth.config.value: *** keeps a secret, and none is stored for this place, this server and this header", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_marker_that_stands_for_nothing_is_a_problem_with_its_path()
    {
        var shown = Shown();
        shown["keys"]![1]!["keyId"] = "three";
        shown["clients"]![0]!["secretHash"] = "***";
        Restore(shown.ToJsonString(), out var problems);

        Assert.Equal(["$.keys[1].privateKey", "$.clients[0].secretHash"], problems.Select(p => p[..p.IndexOf(':', StringComparison.Ordinal)]));
        Assert.False(TenantSecrets.TryRestore(Encoding.UTF8.GetBytes(Shown().ToJsonString()), null, out _, out problems));
        Assert.Equal(6, problems.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"keys":{"privateKey":"***"}}""")]
    [InlineData("""{"keys":[null,1,[],{"privateKey":null}],"clients":"***","webhook":[],"revocationWebhook":{"auth":[]}}""")]
    [InlineData("""{"keys":[{"keyId":7,"privateKey":8}],"keys":[{"privateKey":"***"}]}""")]
    [InlineData("""{"webhook":{"url":7,"auth":{"config":{"headerName":{},"value":["***"]}}}}""")]
    public void A_document_without_a_marker_or_that_is_none_is_left_as_it_is(string text)
    {
        var sent = Encoding.UTF8.GetBytes(text);

        Assert.True(TenantSecrets.TryRestore(sent, Encoding.UTF8.GetBytes(Document), out var restored, out _));
        Assert.Same(sent, restored);
    }

    [Theory]
    [InlineData("""{"keys":[{"keyId":"one","privateKey":"\ud800"}]}""")]
    [InlineData("""{"credentialConfigurations":[{"iaeActions":[{"request":{"a":"\ud800"}}]}]}""")]
    [InlineData("""{"displayName":"\ud800","keys":[{"keyId":"one","privateKey":"***"}]}""")]
    [InlineData("""{"keys":[{"keyId":"\ud800","privateKey":"***"}]}""")]
    [InlineData("""{"webhook":{"url":7,"auth":{"config":{"headerName":{},"value":"***"}}}}""")]
    [InlineData("""{"webhook":{"auth":{"config":{"value":"***"}}}}""")]
    public void A_strange_document_is_answered_and_not_an_exception(string text)
    {
        var isRestored = TenantSecrets.TryRestore(Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(Document), out var restored, out var problems);

        Assert.True(isRestored ? TenantDocumentReader.Read(restored, out problems) is null : problems.Count > 0);
    }

    private static JsonNode Shown() => JsonNode.Parse(TenantSecrets.Hide(Encoding.UTF8.GetBytes(Document)))!;

    private static JsonNode Restore(string document, out IReadOnlyList<string> problems)
    {
        TenantSecrets.TryRestore(Encoding.UTF8.GetBytes(document), Encoding.UTF8.GetBytes(Document), out var restored, out problems);
        return JsonNode.Parse(restored)!;
    }

    private static void Walk(Type type, string path, HashSet<Type> above, SortedSet<string> found)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable)))
        {
            type = type.IsGenericType ? type.GetGenericArguments()[^1] : type;
        }

        if (type.Assembly != typeof(TenantDocument).Assembly || !above.Add(type))
        {
            return;
        }

        foreach (var property in type.GetProperties())
        {
            var at = $"{path}.{property.Name}";
            string[] names = ["Secret", "Private", "Password", "Token", "ApiKey"];
            if (property.PropertyType == typeof(string)
                && (names.Any(n => property.Name.Contains(n, StringComparison.OrdinalIgnoreCase)) || (type == typeof(WebhookApiKey) && property.Name == "Value")))
            {
                if (property.Name != nameof(ClientDocument.TokenEndpointAuthMethod))
                {
                    found.Add(at);
                }
            }

            Walk(property.PropertyType, at, [.. above], found);
        }
    }
}
