using System.Text.Json;
using System.Text.Json.Nodes;
using Eudiplo.Grains.Sessions;

namespace Eudiplo.Unit.Tests.Docs;

public sealed class CompletedStepsPageTests
{
    private static readonly string Page = DocPage.Read("completed-steps.md");

    [Fact]
    public void The_example_is_what_the_code_writes()
    {
        IReadOnlyList<CompletedStep> steps =
        [
            new CompletedStep
            {
                Index = 0,
                Type = "openid4vp_presentation",
                CompletedAt = At("2026-01-01T12:00:05Z"),
                Credentials =
                [
                    new StepCredential
                    {
                        Id = "pid",
                        Format = "dc+sd-jwt",
                        Type = "urn:eudi:pid:1",
                        Issuer = "https://pid.demo.example",
                        Claims = """{"given_name":"Erika","personal_administrative_number":"123 456 7890"}""",
                        HolderKeyThumbprint = "cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s",
                        IssuedAt = At("2026-01-01T00:00:00Z"),
                        ExpiresAt = At("2026-01-15T00:00:00Z"),
                        Status = "valid",
                    },
                    new StepCredential
                    {
                        Id = "licence",
                        Format = "mso_mdoc",
                        Type = "org.iso.18013.5.1.mDL",
                        Issuer = "CN=Licence Authority, C=UT",
                        Claims = """{"org.iso.18013.5.1":{"family_name":"Mustermann"}}""",
                        HolderKeyThumbprint = "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U",
                        IssuedAt = At("2025-12-01T00:00:00Z"),
                        ExpiresAt = At("2026-03-01T00:00:00Z"),
                    },
                ],
                Subject = "123 456 7890",
                WebhookClaims = """{"level":"gold"}""",
                RequireHolderKeyForProofs = true,
            },
            new CompletedStep { Index = 1, Type = "redirect_to_web", CompletedAt = At("2026-01-01T12:01:30Z"), Data = """{"company":"ACME"}""" },
        ];

        var written = JsonSerializer.SerializeToNode(steps, SessionJson.Default.IReadOnlyListCompletedStep);

        Assert.True(JsonNode.DeepEquals(DocPage.Examples(Page)[0], written), written!.ToJsonString());
    }

    [Fact]
    public void Every_member_is_told()
    {
        Assert.All(DocPage.Members(typeof(CompletedStep)), member => Assert.Contains($"| `{member}` |", Page, StringComparison.Ordinal));
        Assert.All(DocPage.Members(typeof(StepCredential)), member => Assert.Contains($"| `credentials[].{member}` |", Page, StringComparison.Ordinal));
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
