using System.Text.Json;
using System.Text.Json.Nodes;
using Eudiplo.Protocol.Dcql;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Presentations;
using Eudiplo.Protocol.SdJwt;
using Eudiplo.Protocol.Trust;
using Eudiplo.Unit.Tests.Dcql;
using Eudiplo.Unit.Tests.SdJwt;

namespace Eudiplo.Unit.Tests.Presentations;

/// <summary>From the value of openid4vp_response to the claims that were asked for, with true SD-JWT VCs.</summary>
public sealed class EndToEndTests : IDisposable
{
    private readonly TestKey _issuer = new();
    private readonly TestKey _holder = new();

    public void Dispose()
    {
        _issuer.Dispose();
        _holder.Dispose();
    }

    [Fact]
    public void A_wallets_answer_gives_the_claims_asked_for_and_no_more()
    {
        var outcome = Verify(Response(Person().Present()), PublishedQueries.Simple);

        var credential = Assert.Single(outcome.Presentation!.Credentials);
        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse("""{"family_name":"Doe","given_name":"John","address":{"street_address":"42 Market Street"}}"""),
                JsonNode.Parse(credential.Claims.GetRawText())),
            credential.Claims.GetRawText());
        Assert.Equal(
            ("my_credential", TestCredential.IssuerId, TestCredential.Vct, _holder.Public().Thumbprint),
            (credential.QueryId, credential.Issuer, credential.Type, credential.HolderKeyThumbprint));
        Assert.StartsWith("eyJ", credential.RawPresentation, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_wallet_kept_back_is_missing()
    {
        var credential = Person();
        credential.Disclosures.RemoveAt(0);

        Assert.Equal(VerificationFailureReason.ClaimsNotSatisfied, Verify(Response(credential.Present()), PublishedQueries.Simple).Failure?.Reason);
    }

    [Fact]
    public void A_replayed_answer_is_refused_and_names_its_query()
    {
        var credential = Person();
        credential.BindingPayload["nonce"] = "the nonce of another session";

        var failure = Verify(Response(credential.Present()), PublishedQueries.Simple).Failure;

        Assert.Equal((VerificationFailureReason.NonceMismatch, "my_credential"), (failure!.Reason, failure.QueryId));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[\"x\"]")]
    [InlineData("\"mock-presentation\"")]
    [InlineData("\"\"")]
    public void A_presentation_of_another_kind_is_a_failure_and_no_exception(string presentation) =>
        Assert.Equal(
            VerificationFailureReason.PresentationMalformed,
            Verify($$$"""{"vp_token":{"my_credential":[{{{presentation}}}]}}""", PublishedQueries.Simple).Failure?.Reason);

    [Fact]
    public void A_query_may_waive_holder_binding()
    {
        var query = PublishedQueries.Simple.Replace("\"format\"", "\"require_cryptographic_holder_binding\":false,\"format\"", StringComparison.Ordinal);

        Assert.True(Verify(Response(Person().WithoutBinding()), query).IsVerified);
        Assert.Equal(VerificationFailureReason.HolderBindingMissing, Verify(Response(Person().WithoutBinding()), PublishedQueries.Simple).Failure?.Reason);
    }

    private static string Response(string presentation) => $$$"""{"vp_token":{"my_credential":[{{{JsonSerializer.Serialize(presentation)}}}]}}""";

    private TestCredential Person()
    {
        var credential = new TestCredential(_issuer, _holder)
            .WithClaim("family_name", "\"Doe\"")
            .WithClaim("given_name", "\"John\"")
            .WithClaim("secret", "\"not asked for\"");
        var street = credential.DiscloseMember("street_address", "\"42 Market Street\"");
        return credential.WithClaim("address", $$"""{"_sd":["{{street}}"],"country":"DE"}""");
    }

    private PresentationVerification Verify(string response, string query)
    {
        Assert.True(DcqlQuery.TryParse(query, out var parsed, out _));
        var envelope = OpenId4VpResponse.Parse(response);
        return new PresentationVerifier([new SdJwtVcVerifier(new SdJwtVcOptions(), new JwkCache())]).Verify(parsed, envelope!.VpToken!.Value, new PresentationContext
        {
            Nonce = TestCredential.Nonce,
            AcceptedAudiences = [TestCredential.Audience],
            Now = TestCredential.Now,
            Trust = new TrustMaterial
            {
                Issuers = new Dictionary<string, TrustedIssuer>
                {
                    [TestCredential.IssuerId] = new(TestCredential.IssuerId) { Keys = new JwkSet([_issuer.Public("k1")]) },
                },
            },
        });
    }
}
