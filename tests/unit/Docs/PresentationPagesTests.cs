using System.Text.Json;
using System.Text.Json.Nodes;
using Eudiplo.Grains.Http;
using Eudiplo.Grains.IssuerMetadata;
using Eudiplo.Grains.Statuses;
using Eudiplo.Grains.Tenants;
using Eudiplo.Unit.Tests.Clock;
using Eudiplo.Unit.Tests.Steps;
using Eudiplo.WalletSimulator.Keys;

namespace Eudiplo.Unit.Tests.Docs;

public sealed class PresentationPagesTests
{
    private static readonly string Presentations = DocPage.Read("presentations.md");
    private static readonly string Webhooks = DocPage.Read("webhooks.md");

    [Theory]
    [InlineData(typeof(PresentationConfiguration))]
    [InlineData(typeof(PresentationRequestSettings))]
    [InlineData(typeof(Grains.Tenants.TrustedIssuer))]
    [InlineData(typeof(SigningKeyDocument))]
    [InlineData(typeof(OutboundSettings))]
    public void Every_member_of_a_presentation_configuration_is_told(Type type) =>
        Assert.All(DocPage.Members(type), member => Assert.Contains($"| `{member}` |", Presentations, StringComparison.Ordinal));

    [Fact]
    public void Every_member_of_a_webhook_is_told() =>
        Assert.All(DocPage.Members(typeof(ClaimsWebhook)), member => Assert.Contains($"| `{member}` |", Webhooks, StringComparison.Ordinal));

    [Theory]
    [InlineData("Eudiplo:Http", typeof(GuardedHttpOptions))]
    [InlineData("Eudiplo:StatusLists", typeof(StatusListOptions))]
    [InlineData("Eudiplo:IssuerMetadata", typeof(IssuerKeyOptions))]
    public void Every_option_is_told(string section, Type type) =>
        Assert.All(DocPage.Options(section, type), option => Assert.Contains($"| `{option}` |", Presentations, StringComparison.Ordinal));

    [Fact]
    public void The_example_is_a_tenant_that_is_accepted()
    {
        using var issuers = new IssuerCertificates(new FakeTimeProvider().GetUtcNow());
        using var access = new TestAuthority();
        var document = (JsonObject)DocPage.Examples(Presentations)[0];
        var key = access.Document("verifier", "issuer.example");
        Include(document["presentationConfigurations"]![0]!["trustedIssuers"]![0]!, "x5cRoots", issuers.RootPem);
        Include(document["presentationConfigurations"]![0]!["webhook"]!["auth"]!["config"]!, "value", "secret");
        Include(document["keys"]![0]!, "privateKey", (string)key["privateKey"]!);
        Include(document["keys"]![0]!, "certificateChain", (string)key["certificateChain"]!);

        TenantDocumentReader.Read(JsonSerializer.SerializeToUtf8Bytes(document), out var errors);

        Assert.Empty(errors);
    }

    [Fact]
    public void The_webhook_example_is_one_that_is_accepted()
    {
        var document = (JsonObject)DocPage.Examples(Webhooks)[0];
        document["tenantId"] = "acme";
        Include(document["webhook"]!["auth"]!["config"]!, "value", "secret");

        TenantDocumentReader.Read(JsonSerializer.SerializeToUtf8Bytes(document), out var errors);

        Assert.Empty(errors);
    }

    private static void Include(JsonNode node, string member, string content)
    {
        Assert.True(((JsonObject)node).Remove(member + "File"));
        node[member] = content;
    }
}
