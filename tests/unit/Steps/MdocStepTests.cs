using System.Buffers.Text;
using System.Text.Json.Nodes;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Unit.Tests.Clock;
using Eudiplo.WalletSimulator.Keys;
using Eudiplo.WalletSimulator.Mdoc;

namespace Eudiplo.Unit.Tests.Steps;

public sealed class MdocStepTests : IDisposable
{
    private const string PidType = "eu.europa.ec.eudi.pid.1";

    private readonly IssuerCertificates _authority = new(new FakeTimeProvider().GetUtcNow());

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task A_true_mdoc_is_accepted_and_kept_by_namespace()
    {
        await using var scene = Scene();
        var first = await scene.BeginAsync();

        Assert.NotNull((await scene.SendAsync(first, Answer(scene, first))).Code);

        var credential = Assert.Single(Assert.Single(scene.Stored.CompletedStepsData).Credentials!);
        Assert.Equal(("pid", "mso_mdoc", PidType), (credential.Id, credential.Format, credential.Type));
        Assert.Equal(scene.Holder.Thumbprint, credential.HolderKeyThumbprint);
        Assert.Equal("""{"eu.europa.ec.eudi.pid.1":{"family_name":"Mustermann"}}""", credential.Claims);
    }

    [Theory]
    [InlineData("another session's nonce", "HolderSignatureInvalid")]
    [InlineData("another endpoint", "HolderSignatureInvalid")]
    [InlineData("endpoint with prefix", "HolderSignatureInvalid")]
    [InlineData("another handover", "HolderSignatureInvalid")]
    [InlineData("a key thumbprint though nothing is encrypted", "HolderSignatureInvalid")]
    [InlineData("foreign device key", "HolderSignatureInvalid")]
    [InlineData("device signature tampered", "HolderSignatureInvalid")]
    [InlineData("issuer signature tampered", "IssuerSignatureInvalid")]
    [InlineData("no device signature", "PresentationMalformed")]
    [InlineData("another docType", "CredentialTypeMismatch")]
    [InlineData("an element changed", "DisclosureInvalid")]
    [InlineData("an element left out", "ClaimsNotSatisfied")]
    [InlineData("two documents", "PresentationMalformed")]
    public async Task An_mdoc_that_is_bent_in_one_place_is_refused_for_that(string wrong, string reason)
    {
        await using var scene = Scene();
        var first = await scene.BeginAsync();
        using var foreign = EcKey.Generate();
        var mutation = wrong switch
        {
            "another session's nonce" => new MdocMutation { Nonce = "n-0S6_WzA2Mj" },
            "another endpoint" => new MdocMutation { Endpoint = "https://verifier.example/iae" },
            "endpoint with prefix" => new MdocMutation { Endpoint = "iae:" + PresentationScene.Endpoint },
            "another handover" => new MdocMutation { HandoverName = "OpenID4VPDCAPIHandover" },
            "foreign device key" => new MdocMutation { SigningKey = foreign },
            "device signature tampered" => new MdocMutation { TamperDeviceSignature = true },
            "issuer signature tampered" => new MdocMutation { TamperIssuerSignature = true },
            "no device signature" => new MdocMutation { OmitDeviceSigned = true },
            "another docType" => new MdocMutation { DocumentType = "org.iso.18013.5.1.mDL" },
            "an element changed" => new MdocMutation { Elements = chosen => [DataElement.Create(PidType, "family_name", "Forger", chosen[0].DigestId)] },
            "an element left out" => new MdocMutation { Elements = _ => [] },
            "two documents" => new MdocMutation { Copies = 2 },
            _ => MdocMutation.None,
        };
        var thumbprint = wrong == "a key thumbprint though nothing is encrypted" ? new byte[32] : null;

        await scene.RefusedAsync(first, Answer(scene, first, mutation, thumbprint: thumbprint), reason);
        Assert.NotNull((await scene.SendAsync(first, Answer(scene, first))).Code);
    }

    [Theory]
    [InlineData("expired", "Expired")]
    [InlineData("not yet valid", "NotYetValid")]
    [InlineData("untrusted root", "CertificateChainInvalid")]
    [InlineData("foreign issuer key", "IssuerSignatureInvalid")]
    [InlineData("another docType inside", "CredentialTypeMismatch")]
    public async Task A_document_that_is_not_what_it_should_be_is_refused_for_that(string wrong, string reason)
    {
        await using var scene = Scene();
        var first = await scene.BeginAsync();
        var now = scene.Clock.GetUtcNow();
        using var foreign = EcKey.Generate();
        using var untrusted = new IssuerCertificates(now);
        var issuance = wrong switch
        {
            "expired" => Pid(scene) with { Signed = now.AddHours(-2), ValidUntil = now.AddSeconds(-61) },
            "not yet valid" => Pid(scene) with { ValidFrom = now.AddSeconds(61) },
            "foreign issuer key" => Pid(scene) with { SigningKey = foreign },
            "another docType inside" => Pid(scene) with { SignedDocumentType = "org.iso.18013.5.1.mDL" },
            _ => Pid(scene),
        };
        var authority = wrong == "untrusted root" ? untrusted : _authority;

        await scene.RefusedAsync(first, Answer(scene, first, issuance: issuance, authority: authority), reason);
        Assert.NotNull((await scene.SendAsync(first, Answer(scene, first))).Code);
    }

    private static MdocIssuance Pid(PresentationScene scene) => new()
    {
        DocumentType = PidType,
        Elements = [(PidType, "family_name", "Mustermann"), (PidType, "given_name", "Erika")],
        Holder = scene.Holder,
    };

    private PresentationScene Scene() => new(presentation =>
    {
        presentation["dcql_query"] = JsonNode.Parse($$"""
            { "credentials": [ { "id": "pid", "format": "mso_mdoc", "meta": { "doctype_value": "{{PidType}}" },
              "claims": [ { "path": ["{{PidType}}", "family_name"] } ] } ] }
            """);
        presentation["trustedIssuers"] = new JsonArray(new JsonObject { ["x5cRoots"] = new JsonArray(_authority.RootPem) });
    });

    private string Answer(
        PresentationScene scene,
        SessionReply first,
        MdocMutation? mutation = null,
        MdocIssuance? issuance = null,
        IssuerCertificates? authority = null,
        byte[]? thumbprint = null)
    {
        var certificate = (authority ?? _authority).Certify(scene.IssuerKey, scene.Clock.GetUtcNow(), "pid.demo.example");
        var document = new MdocIssuer(scene.IssuerKey, [certificate], scene.Clock).Issue(issuance ?? Pid(scene));
        var nonce = (string)PresentationScene.Question(first)["nonce"]!;
        var response = document.Present(
            [document.Elements.Single(element => element.Identifier == "family_name")], PresentationScene.Endpoint, nonce, thumbprint, mutation);
        return new JsonObject { ["vp_token"] = new JsonObject { ["pid"] = new JsonArray(Base64Url.EncodeToString(response)) } }.ToJsonString();
    }
}
