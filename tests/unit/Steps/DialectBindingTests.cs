using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.WalletSimulator.SdJwt;

namespace Eudiplo.Unit.Tests.Steps;

public sealed class DialectBindingTests
{
    private const string Challenge = "https://issuer.example/acme/oid4vci/authorize/challenge";

    [Theory]
    [InlineData(InteractiveDialect.Bare, "iae_post", "iae_post.jwt")]
    [InlineData(InteractiveDialect.Urn, "iae_post", "iae_post.jwt")]
    [InlineData(InteractiveDialect.FirstParty, "ia_post", "ia_post.jwt")]
    public async Task A_question_names_the_response_mode_of_the_sessions_dialect(InteractiveDialect dialect, string plain, string encrypted)
    {
        await using var scene = new PresentationScene();
        var asked = await BeginAsync(scene, dialect);
        await using var other = new PresentationScene(presentation => presentation["responseMode"] = "iae_post.jwt");
        var askedEncrypted = await BeginAsync(other, dialect);

        Assert.Equal(plain, (string?)PresentationScene.Question(asked)["response_mode"]);
        Assert.Equal(encrypted, (string?)PresentationScene.Question(askedEncrypted)["response_mode"]);
    }

    [Theory]
    [InlineData(InteractiveDialect.Urn, "iae:https://issuer.example", null)]
    [InlineData(InteractiveDialect.Urn, "iae:" + PresentationScene.Endpoint, null)]
    [InlineData(InteractiveDialect.Urn, "ia:https://issuer.example", "AudienceMismatch")]
    [InlineData(InteractiveDialect.FirstParty, "ia:https://issuer.example", null)]
    [InlineData(InteractiveDialect.FirstParty, "ia:" + Challenge, null)]
    [InlineData(InteractiveDialect.FirstParty, "iae:https://issuer.example", "AudienceMismatch")]
    [InlineData(InteractiveDialect.FirstParty, "ia:" + PresentationScene.Endpoint, "AudienceMismatch")]
    public async Task A_presentation_is_bound_with_the_prefix_and_the_endpoint_of_the_sessions_dialect_alone(
        InteractiveDialect dialect, string audience, string? reason)
    {
        await using var scene = new PresentationScene();
        var first = await BeginAsync(scene, dialect);
        var answer = scene.Answer(first, new PresentationMutation { Audience = audience });

        if (reason is null)
        {
            Assert.NotNull((await scene.SendAsync(first, answer)).Code);
        }
        else
        {
            await scene.RefusedAsync(first, answer, reason);
        }
    }

    private static Task<SessionReply> BeginAsync(PresentationScene scene, InteractiveDialect dialect) =>
        scene.Wallet.BeginAsync(scene.Wallet.Request("pid-only") with { Dialect = dialect });
}
