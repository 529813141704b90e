using System.Text.Json.Nodes;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Unit.Tests.Sessions;
using Eudiplo.WalletSimulator.Keys;
using Eudiplo.WalletSimulator.SdJwt;

namespace Eudiplo.Unit.Tests.Steps;

public sealed class SdJwtStepTests
{
    [Theory]
    [InlineData("iae:https://issuer.example")]
    [InlineData("iae:https://issuer.example/acme/oid4vci/authorize/interactive")]
    public async Task A_true_presentation_is_accepted_for_the_origin_and_for_the_endpoint(string audience)
    {
        await using var scene = new PresentationScene();
        var first = await scene.BeginAsync();

        var reply = await scene.SendAsync(first, scene.Answer(first, audience: audience));

        Assert.NotNull(reply.Code);
        var step = Assert.Single(scene.Stored.CompletedStepsData);
        var credential = Assert.Single(step.Credentials!);
        Assert.Equal(("pid", "dc+sd-jwt", "urn:eudi:pid:1", PresentationScene.PidIssuer), (credential.Id, credential.Format, credential.Type, credential.Issuer));
        Assert.Equal(scene.Holder.Thumbprint, credential.HolderKeyThumbprint);
        Assert.True(JsonNode.DeepEquals(new JsonObject { ["given_name"] = "Erika", ["family_name"] = "Mustermann" }, JsonNode.Parse(credential.Claims)));
    }

    [Theory]
    [InlineData("foreign audience", "AudienceMismatch")]
    [InlineData("audience of another prefix", "AudienceMismatch")]
    [InlineData("audience without prefix", "AudienceMismatch")]
    [InlineData("another tenant's endpoint", "AudienceMismatch")]
    [InlineData("old nonce", "NonceMismatch")]
    [InlineData("disclosure dropped after binding", "HolderBindingHashMismatch")]
    [InlineData("disclosure added after binding", "HolderBindingHashMismatch")]
    [InlineData("disclosure dropped", "ClaimsNotSatisfied")]
    [InlineData("foreign disclosure added", "DisclosureInvalid")]
    [InlineData("foreign holder key", "HolderSignatureInvalid")]
    [InlineData("holder signature tampered", "HolderSignatureInvalid")]
    [InlineData("issuer signature tampered", "IssuerSignatureInvalid")]
    [InlineData("key binding left out", "HolderBindingMissing")]
    [InlineData("key binding unsecured", "HolderBindingMalformed")]
    [InlineData("key binding too old", "HolderBindingTimeOutsideWindow")]
    [InlineData("key binding from the future", "HolderBindingTimeOutsideWindow")]
    [InlineData("key binding of another type", "HolderBindingMalformed")]
    public async Task A_presentation_that_is_bent_in_one_place_is_refused_for_that(string wrong, string reason)
    {
        await using var scene = new PresentationScene();
        var first = await scene.BeginAsync();
        var now = scene.Clock.GetUtcNow();
        using var foreign = EcKey.Generate();
        var mutation = wrong switch
        {
            "foreign audience" => new PresentationMutation { Audience = "iae:https://verifier.example" },
            "audience of another prefix" => new PresentationMutation { Audience = "ia:https://issuer.example" },
            "audience without prefix" => new PresentationMutation { Audience = "https://issuer.example" },
            "another tenant's endpoint" => new PresentationMutation { Audience = PresentationScene.Endpoint.Replace("acme", "other") },
            "old nonce" => new PresentationMutation { Nonce = "n-0S6_WzA2Mj" },
            "disclosure dropped after binding" => new PresentationMutation { DropAfterBinding = d => d.Name == "family_name" },
            "disclosure added after binding" => new PresentationMutation { AddAfterBinding = [Disclosure.Create("admin", true).Encoded] },
            "disclosure dropped" => new PresentationMutation { Drop = d => d.Name == "family_name" },
            "foreign disclosure added" => new PresentationMutation { Add = [Disclosure.Create("admin", true).Encoded] },
            "foreign holder key" => new PresentationMutation { SigningKey = foreign },
            "holder signature tampered" => new PresentationMutation { TamperKeyBindingSignature = true },
            "issuer signature tampered" => new PresentationMutation { TamperIssuerSignature = true },
            "key binding left out" => new PresentationMutation { OmitKeyBinding = true },
            "key binding unsecured" => new PresentationMutation { Unsecured = true },
            "key binding too old" => new PresentationMutation { IssuedAt = now.AddSeconds(-361) },
            "key binding from the future" => new PresentationMutation { IssuedAt = now.AddSeconds(61) },
            "key binding of another type" => new PresentationMutation { Type = "jwt" },
            _ => throw new ArgumentOutOfRangeException(nameof(wrong)),
        };

        await scene.RefusedAsync(first, scene.Answer(first, mutation), reason);
        Assert.NotNull((await scene.PresentAsync(first)).Code);
    }

    [Theory]
    [InlineData("expired", "Expired")]
    [InlineData("not yet valid", "NotYetValid")]
    [InlineData("unknown issuer", "IssuerNotTrusted")]
    [InlineData("foreign issuer key", "IssuerSignatureInvalid")]
    [InlineData("older typ", "TypeHeaderWrong")]
    [InlineData("no cnf", "HolderKeyMissing")]
    public async Task A_credential_that_is_not_what_it_should_be_is_refused_for_that(string wrong, string reason)
    {
        await using var scene = new PresentationScene();
        var first = await scene.BeginAsync();
        var now = scene.Clock.GetUtcNow();
        using var foreign = EcKey.Generate();
        var issuance = wrong switch
        {
            "expired" => scene.Pid with { Expires = now.AddSeconds(-61) },
            "not yet valid" => scene.Pid with { NotBefore = now.AddSeconds(61) },
            "unknown issuer" => scene.Pid with { Issuer = "https://forger.example" },
            "foreign issuer key" => scene.Pid with { SigningKey = foreign },
            "older typ" => scene.Pid with { HeaderType = "vc+sd-jwt" },
            "no cnf" => scene.Pid with { Adjust = (_, payload) => payload.Remove("cnf") },
            _ => throw new ArgumentOutOfRangeException(nameof(wrong)),
        };

        await scene.RefusedAsync(first, scene.Answer(first, issuance: issuance), reason);
        Assert.NotNull((await scene.PresentAsync(first)).Code);
    }

    [Fact]
    public async Task A_credential_of_another_type_is_refused()
    {
        await using var scene = new PresentationScene();
        var first = await scene.BeginAsync();
        var presented = scene.Answer(first, issuance: scene.Pid with { Adjust = (_, payload) => payload["vct"] = "urn:eudi:pid:1" });
        var other = scene.Issuer.Issue(scene.Pid with { Type = "urn:eudi:other:1" });
        var nonce = (string)PresentationScene.Question(first)["nonce"]!;
        var token = other.Present(other.Disclosures, nonce, PresentationScene.Audience, scene.Clock.GetUtcNow());

        await scene.RefusedAsync(first, new JsonObject { ["vp_token"] = new JsonObject { ["pid"] = new JsonArray(token) } }.ToJsonString(), "CredentialTypeMismatch");
        Assert.NotNull((await scene.SendAsync(first, presented)).Code);
    }

    [Theory]
    [InlineData("""{"vp_token":"mock-vp-token"}""", "VpTokenMalformed")]
    [InlineData("""{"vp_token":{}}""", "CredentialSetNotSatisfied")]
    [InlineData("""{"vp_token":{"pid":[]}}""", "WrongPresentationCount")]
    [InlineData("""{"vp_token":{"pid":["x","y"]}}""", "WrongPresentationCount")]
    [InlineData("""{"vp_token":{"pid":"x"}}""", "VpTokenMalformed")]
    [InlineData("""{"vp_token":{"other":["x"]}}""", "UnknownQueryId")]
    [InlineData("""{"vp_token":{"pid":[{}]}}""", "PresentationMalformed")]
    [InlineData("""{"vp_token":{"pid":["x"],"pid":["x"]}}""", "ResponseMalformed")]
    [InlineData("""{"vp_token":{},"error":"access_denied"}""", "ResponseMalformed")]
    [InlineData("""{"response":"a.b.c.d.e"}""", "ResponseEncryptedUnasked")]
    [InlineData("null", "ResponseMalformed")]
    [InlineData("[]", "ResponseMalformed")]
    [InlineData("not json", "ResponseMalformed")]
    [InlineData("", "ResponseMalformed")]
    public async Task Anything_that_is_no_presentation_is_refused(string response, string reason)
    {
        await using var scene = new PresentationScene();
        var first = await scene.BeginAsync();

        await scene.RefusedAsync(first, response, reason);
        Assert.NotNull((await scene.PresentAsync(first)).Code);
    }

    [Fact]
    public async Task A_presentation_for_another_session_is_refused()
    {
        await using var scene = new PresentationScene();
        var stolen = scene.Answer(await scene.BeginAsync());
        var first = await scene.AnotherWalletBeginsAsync();

        await scene.RefusedAsync(first, stolen, "NonceMismatch");
    }

    [Fact]
    public async Task Wrong_answers_are_counted_and_the_limit_ends_the_session()
    {
        await using var scene = new PresentationScene(tenant: document => document["sessions"] = new JsonObject { ["attemptsPerStep"] = 3 });
        var first = await scene.BeginAsync();
        await scene.RefusedAsync(first, "null", "ResponseMalformed");
        await scene.RefusedAsync(first, scene.Answer(first, new PresentationMutation { OmitKeyBinding = true }), "HolderBindingMissing");

        var last = await scene.SendAsync(first, scene.Answer(first, new PresentationMutation { TamperIssuerSignature = true }));

        Assert.Equal("presentation_failed", last.Error?.Code);
        Assert.Equal((SessionStatus.Failed, "too_many_attempts"), (scene.Stored.Status, scene.Stored.Failure?.Reason));
        Assert.Equal("invalid_auth_session", (await scene.PresentAsync(first)).Error?.Code);
    }

    [Fact]
    public async Task The_wallets_own_error_ends_the_session_and_is_kept()
    {
        await using var scene = new PresentationScene();
        var first = await scene.BeginAsync();

        var reply = await scene.SendAsync(first, """{"error":"access_denied","error_description":"no such credential"}""");

        Assert.Equal("presentation_failed", reply.Error?.Code);
        Assert.Equal(SessionStatus.Failed, scene.Stored.Status);
        Assert.Equal("""{"error":"access_denied","error_description":"no such credential"}""", scene.Stored.PresentationData);
    }

    [Fact]
    public async Task What_a_wallet_reads_never_tells_which_check_failed_and_the_log_never_tells_a_claim()
    {
        await using var scene = new PresentationScene();
        var first = await scene.BeginAsync();
        foreach (var mutation in new[] { new PresentationMutation { Nonce = "x" }, new PresentationMutation { TamperIssuerSignature = true } })
        {
            Assert.Equal("The presentation was not accepted.", (await scene.PresentAsync(first, mutation)).Error?.Description);
        }

        await scene.PresentAsync(first);
        Assert.DoesNotContain(scene.Host.Logs.Entries, entry => entry.Text.Contains("Mustermann", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_older_typ_is_accepted_where_the_configuration_says_so()
    {
        await using var scene = new PresentationScene(presentation => presentation["acceptOlderTypes"] = true);
        var first = await scene.BeginAsync();

        Assert.NotNull((await scene.PresentAsync(first, issuance: scene.Pid with { HeaderType = "vc+sd-jwt" })).Code);
    }

    [Fact]
    public async Task Clock_skew_and_age_are_the_configurations()
    {
        await using var scene = new PresentationScene(presentation =>
        {
            presentation["clockSkewSeconds"] = 0;
            presentation["keyBindingMaxAgeSeconds"] = 10;
        });
        var first = await scene.BeginAsync();
        var now = scene.Clock.GetUtcNow();

        await scene.RefusedAsync(first, scene.Answer(first, new PresentationMutation { IssuedAt = now.AddSeconds(-11) }), "HolderBindingTimeOutsideWindow");
        await scene.RefusedAsync(first, scene.Answer(first, new PresentationMutation { IssuedAt = now.AddSeconds(1) }), "HolderBindingTimeOutsideWindow");
        Assert.NotNull((await scene.PresentAsync(first, new PresentationMutation { IssuedAt = now.AddSeconds(-10) })).Code);
    }

    [Fact]
    public async Task A_root_that_is_withdrawn_counts_at_once_even_for_a_session_under_way()
    {
        var now = new Clock.FakeTimeProvider().GetUtcNow();
        using var authority = new IssuerCertificates(now);
        await using var scene = new PresentationScene(presentation =>
            presentation["trustedIssuers"] = new JsonArray(new JsonObject { ["x5cRoots"] = authority.RootPem }));
        var issuance = scene.Pid with { Certificates = [authority.Certify(scene.IssuerKey, now, "pid.demo.example")] };
        Assert.NotNull((await scene.PresentAsync(await scene.BeginAsync(), issuance: issuance)).Code);
        var first = await scene.AnotherWalletBeginsAsync();

        scene.Reconfigure();

        await scene.RefusedAsync(first, scene.Answer(first, issuance: issuance with { Issuer = "https://pid.other.example" }), "CertificateChainInvalid");
    }

    [Fact]
    public async Task A_configuration_that_is_withdrawn_refuses_every_answer()
    {
        await using var scene = new PresentationScene();
        var first = await scene.BeginAsync();

        scene.Reconfigure(tenant: document =>
        {
            document["presentationConfigurations"] = new JsonArray();
            document["credentialConfigurations"] = new JsonArray();
        });

        await scene.RefusedAsync(first, scene.Answer(first), "PresentationConfigurationWithdrawn");
    }

    [Fact]
    public async Task The_question_that_was_asked_counts_even_if_another_is_configured_by_now()
    {
        await using var scene = new PresentationScene();
        var first = await scene.BeginAsync();

        scene.Reconfigure(presentation => ((JsonArray)presentation["dcql_query"]!["credentials"]![0]!["claims"]!)
            .Add(new JsonObject { ["path"] = new JsonArray("birthdate") }));

        Assert.NotNull((await scene.PresentAsync(first)).Code);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Credentials_of_two_holders_pass_only_where_one_key_is_not_demanded(bool demanded, bool oneKey)
    {
        await using var scene = new PresentationScene(presentation =>
        {
            var credentials = (JsonArray)presentation["dcql_query"]!["credentials"]!;
            var second = credentials[0]!.DeepClone();
            second["id"] = "second";
            second["meta"]!["vct_values"] = new JsonArray("urn:eudi:second:1");
            credentials.Add(second);
            presentation["requireSameHolderKey"] = demanded;
        });
        var first = await scene.BeginAsync();
        using var friend = EcKey.Generate();
        var held = new[]
        {
            scene.Issuer.Issue(scene.Pid),
            scene.Issuer.Issue(scene.Pid with { Type = "urn:eudi:second:1", Holder = oneKey ? scene.Holder : friend }),
        };
        var answer = scene.Answer(first, [.. held.Select(one => new WalletSimulator.Presentations.SdJwtHeldCredential(one))]);

        if (demanded && !oneKey)
        {
            await scene.RefusedAsync(first, answer, "HolderKeysDiffer");
        }
        else
        {
            Assert.NotNull((await scene.SendAsync(first, answer)).Code);
        }
    }
}
