using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Eudiplo.Grains.Tenants;
using Eudiplo.Unit.Tests.Sessions;

namespace Eudiplo.Unit.Tests.Tenants;

public sealed class TenantDocumentTests
{
    public static TheoryData<string, string> Mistakes => new()
    {
        { """{"tenantId":"Acme!"}""", "$.tenantId" },
        { """{}""", "tenantId" },
        { """null""", "$" },
        { """[]""", "$" },
        { """{"tenantId":"a","tenantId":"b"}""", "tenantId" },
        { """{"tenantId":"a","sesions":{}}""", "sesions" },
        { """{"tenantId":"a","sessions":{"lifetimeSeconds":"600"}}""", "$.sessions.lifetimeSeconds" },
        { """{"tenantId":"a","sessions":{"lifetimeSeconds":5}}""", "$.sessions.lifetimeSeconds" },
        { """{"tenantId":"a","sessions":{"cleanup":"never"}}""", "$.sessions.cleanup" },
        { """{"tenantId":"a","clients":[{"clientId":"x"},{"clientId":"x"}]}""", "$.clients[1].clientId" },
        { """{"tenantId":"a","clients":[{"clientId":"x","tokenEndpointAuthMethod":"magic"}]}""", "$.clients[0].tokenEndpointAuthMethod" },
        { """{"tenantId":"a","clients":[{"clientId":"x","tokenEndpointAuthMethod":"client_secret_basic","secretHash":"secret"}]}""", "$.clients[0].secretHash" },
        { """{"tenantId":"a","clients":[{"clientId":"x","permissions":["complete-web-auth"]}]}""", "$.clients[0].permissions" },
        { """{"tenantId":"a","clients":[{"clientId":"x","redirectUris":["/relative"]}]}""", "$.clients[0].redirectUris[0]" },
        { """{"tenantId":"a","credentialConfigurations":[{"credentialConfigId":"c","iaeActions":[{"type":"dance"}]}]}""", "$.credentialConfigurations[0].iaeActions[0].type" },
        { """{"tenantId":"a","credentialConfigurations":[{"credentialConfigId":"c","iaeActions":[{"type":"openid4vp_presentation","presentationConfigId":"p"}]}]}""", "$.credentialConfigurations[0].iaeActions[0].presentationConfigId" },
        { """{"tenantId":"a","credentialConfigurations":[{"credentialConfigId":"c","iaeActions":[{"type":"redirect_to_web"}]}]}""", "$.credentialConfigurations[0].iaeActions[0].url" },
        { """{"tenantId":"a","credentialConfigurations":[{"credentialConfigId":"c","iaeActions":[{"type":"redirect_to_web","url":"http://forms.example/"}]}]}""", "$.credentialConfigurations[0].iaeActions[0].url" },
        { """{"tenantId":"a","credentialConfigurations":[{"credentialConfigId":"c","iaeActions":[{"type":"redirect_to_web","url":"https://{auth_session}.example/"}]}]}""", "$.credentialConfigurations[0].iaeActions[0].url" },
        { """{"tenantId":"a","presentationConfigurations":[{"presentationConfigId":"p","dcql_query":{"credentials":[{"id":"x"}]}}]}""", "$.presentationConfigurations[0].dcql_query.credentials[0]" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_document_that_is_wrong_is_refused_with_the_path_of_the_member(string json, string path)
    {
        Assert.Null(TenantDocumentReader.Read(Encoding.UTF8.GetBytes(json), out var errors));
        Assert.Contains(errors, e => e.Contains(path, StringComparison.Ordinal));
    }

    [Fact]
    public void The_document_of_the_tests_is_right()
    {
        Assert.NotNull(TenantDocumentReader.Read(JsonSerializer.SerializeToUtf8Bytes(TestTenants.Document("acme", null)), out var errors));
        Assert.Empty(errors);
    }

    [Fact]
    public void The_published_schema_is_that_of_the_code()
    {
        var schema = (JsonObject)TenantDocumentReader.Options.GetJsonSchemaAsNode(typeof(TenantDocument));
        var published = Path.Combine(RepositoryRoot.Path, "docs", "tenant.schema.json");

        // To publish a change: EUDIPLO_WRITE_SCHEMA=1 dotnet test tests/unit --filter The_published_schema
        if (Environment.GetEnvironmentVariable("EUDIPLO_WRITE_SCHEMA") == "1")
        {
            File.WriteAllText(published, schema.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
        }

        Assert.True(JsonNode.DeepEquals(schema, JsonNode.Parse(File.ReadAllText(published))), "docs/tenant.schema.json is not the schema of the code.");
    }
}
