using System.Text.Json;
using System.Text.Json.Nodes;
using Eudiplo.Protocol.Dcql;
using Eudiplo.Protocol.Presentations;
using Eudiplo.Protocol.Trust;
using Eudiplo.Unit.Tests.Dcql;

namespace Eudiplo.Unit.Tests.Presentations;

/// <summary>Matching of a vp_token to its query, with credentials that some format verifier found true.</summary>
public class PresentationVerifierTests
{
    private const string Identity = "https://credentials.example.com/identity_credential";
    private const string Person =
        """{"family_name":"Doe","given_name":"John","postal_code":"90210","locality":"Milliways","secret":"not asked for","address":{"street_address":"42 Market Street","locality":"Milliways"}}""";

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("\"mock-vp-token\"")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("true")]
    [InlineData("{\"my_credential\":[\"x\"]")]
    [InlineData("{\"my_credential\":[\"x\"],\"my_credential\":[\"x\"]}")]
    [InlineData("{\"my_credential\":\"x\"}")]
    [InlineData("{\"my_credential\":{}}")]
    [InlineData("{\"my_credential\":null}")]
    public void A_vp_token_that_is_no_object_of_arrays_is_a_failure_and_no_exception(string? vpToken) =>
        Assert.Equal(VerificationFailureReason.VpTokenMalformed, Verify(PublishedQueries.Simple, vpToken).Failure?.Reason);

    [Theory]
    [InlineData("{\"my_credential\":[]}")]
    [InlineData("{\"my_credential\":[\"a\",\"b\"]}")]
    public void Without_multiple_an_entry_has_exactly_one_presentation(string vpToken) =>
        Assert.Equal(VerificationFailureReason.WrongPresentationCount, Verify(PublishedQueries.Simple, vpToken).Failure?.Reason);

    [Fact]
    public void An_entry_that_the_query_does_not_know_is_refused() =>
        Assert.Equal(
            VerificationFailureReason.UnknownQueryId,
            Verify(PublishedQueries.Simple, Token(("my_credential", Identity, Person), ("other", Identity, Person))).Failure?.Reason);

    [Fact]
    public void An_empty_vp_token_lacks_the_credentials_asked_for() =>
        Assert.Equal(VerificationFailureReason.CredentialSetNotSatisfied, Verify(PublishedQueries.Simple, "{}").Failure?.Reason);

    [Fact]
    public void Only_what_was_asked_for_is_kept()
    {
        var verified = Verify(PublishedQueries.Simple, Token(("my_credential", Identity, Person)));

        var credential = Assert.Single(verified.Presentation!.Credentials);
        AssertJson("""{"family_name":"Doe","given_name":"John","address":{"street_address":"42 Market Street"}}""", credential.Claims);
        Assert.Equal("my_credential", credential.QueryId);
        Assert.Null(credential.ClaimSet);
    }

    [Fact]
    public void Nothing_is_kept_where_no_claims_were_asked_for()
    {
        var verified = Verify(Query("""{"id":"my_credential","format":"dc+sd-jwt","meta":{"vct_values":["v"]}}"""), Token(("my_credential", "v", Person)));

        AssertJson("{}", Assert.Single(verified.Presentation!.Credentials).Claims);
    }

    [Theory]
    [InlineData("family_name")]
    [InlineData("given_name")]
    [InlineData("address")]
    public void A_claim_asked_for_that_is_missing_is_refused(string name)
    {
        var claims = JsonNode.Parse(Person)!.AsObject();
        claims.Remove(name);

        var failure = Verify(PublishedQueries.Simple, Token(("my_credential", Identity, claims.ToJsonString()))).Failure;

        Assert.Equal(VerificationFailureReason.ClaimsNotSatisfied, failure?.Reason);
        Assert.Equal("my_credential", failure?.QueryId);
    }

    [Fact]
    public void Another_type_of_credential_is_refused() =>
        Assert.Equal(
            VerificationFailureReason.CredentialTypeMismatch,
            Verify(PublishedQueries.Simple, Token(("my_credential", "https://other.example", Person))).Failure?.Reason);

    [Fact]
    public void Values_must_match_in_type_and_value()
    {
        Assert.True(Verify(PublishedQueries.ValueMatching, Token(("my_credential", Identity, Person))).IsVerified);
        Assert.Equal(
            VerificationFailureReason.ClaimsNotSatisfied,
            Verify(PublishedQueries.ValueMatching, Token(("my_credential", Identity, Person.Replace("\"90210\"", "90210", StringComparison.Ordinal)))).Failure?.Reason);
        Assert.Equal(
            VerificationFailureReason.ClaimsNotSatisfied,
            Verify(PublishedQueries.ValueMatching, Token(("my_credential", Identity, Person.Replace("90210", "90212", StringComparison.Ordinal)))).Failure?.Reason);
    }

    [Theory]
    [InlineData("""{"family_name":"D","locality":"l","region":"r","date_of_birth":"b","postal_code":"p"}""", 0, """{"family_name":"D","locality":"l","region":"r","date_of_birth":"b"}""")]
    [InlineData("""{"family_name":"D","locality":"l","date_of_birth":"b","postal_code":"p"}""", 1, """{"family_name":"D","date_of_birth":"b","postal_code":"p"}""")]
    public void The_first_claim_set_that_is_satisfied_counts_and_no_other_claim_is_kept(string claims, int set, string kept)
    {
        var credential = Assert.Single(Verify(PublishedQueries.ClaimsAlternatives, Token(("pid", Identity, claims))).Presentation!.Credentials);

        Assert.Equal(set, credential.ClaimSet);
        AssertJson(kept, credential.Claims);
    }

    [Fact]
    public void A_credential_that_satisfies_no_claim_set_is_refused() =>
        Assert.Equal(
            VerificationFailureReason.ClaimsNotSatisfied,
            Verify(PublishedQueries.ClaimsAlternatives, Token(("pid", Identity, """{"family_name":"D","locality":"l"}"""))).Failure?.Reason);

    [Theory]
    [InlineData("""["degrees",null,"type"]""", """{"degrees":[{"type":"Bachelor of Science"},{"type":"Master of Science"}]}""")]
    [InlineData("""["nationalities",1]""", """{"nationalities":["Betelgeusian"]}""")]
    [InlineData("""["nationalities"]""", """{"nationalities":["British","Betelgeusian"]}""")]
    [InlineData("""["address"]""", """{"address":{"street_address":"42 Market Street","locality":"Milliways","postal_code":"12345"}}""")]
    [InlineData("""["degrees",0,"university"]""", """{"degrees":[{"university":"University of Betelgeuse"}]}""")]
    [InlineData("""["nationalities",2]""", null)]
    [InlineData("""["name","first"]""", null)]
    [InlineData("""["degrees","type"]""", null)]
    [InlineData("""["address",0]""", null)]
    [InlineData("""["address",null]""", null)]
    [InlineData("""["degrees",null,"grade"]""", null)]
    public void Claims_path_pointers_select_as_the_specification_shows(string path, string? kept)
    {
        // The credential and the first four paths are those of OpenID4VP 1.0 section 7.3.
        const string Arthur = """
            {"name":"Arthur Dent","address":{"street_address":"42 Market Street","locality":"Milliways","postal_code":"12345"},
             "degrees":[{"type":"Bachelor of Science","university":"University of Betelgeuse"},
               {"type":"Master of Science","university":"University of Betelgeuse"}],"nationalities":["British","Betelgeusian"]}
            """;
        var query = Query($$"""{"id":"a","format":"dc+sd-jwt","meta":{"vct_values":["v"]},"claims":[{"path":{{path}}}]}""");

        var outcome = Verify(query, Token(("a", "v", Arthur)));

        if (kept is null)
        {
            Assert.Equal(VerificationFailureReason.ClaimsNotSatisfied, outcome.Failure?.Reason);
        }
        else
        {
            AssertJson(kept, Assert.Single(outcome.Presentation!.Credentials).Claims);
        }
    }

    [Fact]
    public void Array_elements_whose_value_was_not_asked_for_are_dropped()
    {
        var query = Query("""{"id":"a","format":"dc+sd-jwt","meta":{"vct_values":["v"]},"claims":[{"path":["nat",null],"values":["DE"]}]}""");

        AssertJson("""{"nat":["DE"]}""", Assert.Single(Verify(query, Token(("a", "v", """{"nat":["FR","DE"]}"""))).Presentation!.Credentials).Claims);
    }

    [Theory]
    [InlineData("pid", 0)]
    [InlineData("other_pid", 1)]
    [InlineData("pid_reduced_cred_1 pid_reduced_cred_2", 2)]
    public void Any_option_satisfies_a_credential_set(string ids, int option)
    {
        var verified = Verify(PublishedQueries.CredentialsAlternatives, Alternatives(ids.Split(' ')));

        Assert.Equal([option, null], verified.Presentation!.SatisfiedOptions);
        Assert.Equal(ids.Split(' '), verified.Presentation.Credentials.Select(one => one.QueryId));
    }

    [Theory]
    [InlineData("pid_reduced_cred_1")]
    [InlineData("nice_to_have")]
    [InlineData("pid_reduced_cred_2 nice_to_have")]
    public void A_required_credential_set_without_a_whole_option_is_refused(string ids) =>
        Assert.Equal(
            VerificationFailureReason.CredentialSetNotSatisfied,
            Verify(PublishedQueries.CredentialsAlternatives, Alternatives(ids.Split(' '))).Failure?.Reason);

    [Fact]
    public void An_optional_credential_set_is_kept_when_it_is_there()
    {
        var verified = Verify(PublishedQueries.CredentialsAlternatives, Alternatives("pid", "nice_to_have"));

        Assert.Equal([0, 0], verified.Presentation!.SatisfiedOptions);
        Assert.Equal(["pid", "nice_to_have"], verified.Presentation.Credentials.Select(one => one.QueryId));
    }

    [Fact]
    public void Credentials_that_no_satisfied_option_needs_are_dropped()
    {
        var verified = Verify(PublishedQueries.CredentialsAlternatives, Alternatives("other_pid", "pid", "pid_reduced_cred_1"));

        Assert.Equal(["pid"], verified.Presentation!.Credentials.Select(one => one.QueryId));
    }

    [Fact]
    public void With_multiple_every_presentation_must_satisfy_the_query()
    {
        const string Multiple = """{"id":"a","format":"dc+sd-jwt","multiple":true,"meta":{"vct_values":["v"]},"claims":[{"path":["n"]}]}""";
        static string Two(string second) => $$$"""{"a":[{"type":"v","claims":{"n":1}},{"type":"v","claims":{{{second}}}}]}""";

        Assert.Equal(2, Verify(Query(Multiple), Two("""{"n":2}""")).Presentation?.Credentials.Count);
        Assert.Equal(VerificationFailureReason.ClaimsNotSatisfied, Verify(Query(Multiple), Two("{}")).Failure?.Reason);
    }

    [Theory]
    [InlineData("""{"type":"aki","values":["AQ","Ag"]}""", true)]
    [InlineData("""{"type":"aki","values":["Aw"]}""", false)]
    [InlineData("""{"type":"etsi_tl","values":["https://lotl.example"]}""", true)]
    [InlineData("""{"type":"etsi_tl","values":["https://other.example"]}""", false)]
    [InlineData("""{"type":"etsi_tl","values":["https://unknown.example"]}""", false)]
    public void A_credential_must_belong_to_a_trusted_authority_that_is_asked_for(string authority, bool belongs)
    {
        var query = Query($$"""{"id":"a","format":"dc+sd-jwt","meta":{"vct_values":["v"]},"trusted_authorities":[{{authority}}]}""");

        var outcome = Verify(query, Token(("a", "v", "{}")));

        Assert.Equal(belongs ? null : VerificationFailureReason.TrustedAuthorityMismatch, outcome.Failure?.Reason);
    }

    [Fact]
    public void A_format_without_a_verifier_is_refused() =>
        Assert.Equal(
            VerificationFailureReason.FormatNotSupported,
            Verify(PublishedQueries.SimpleMdoc, Token(("my_credential", "org.iso.7367.1.mVRC", "{}"))).Failure?.Reason);

    [Fact]
    public void A_verifier_that_shows_no_holder_binding_is_not_believed_where_it_is_required() =>
        Assert.Equal(
            VerificationFailureReason.HolderBindingMissing,
            Verify(PublishedQueries.Simple, """{"my_credential":[{"type":"v","claims":{},"unbound":true}]}""").Failure?.Reason);

    [Fact]
    public void A_vp_token_over_the_limits_is_refused()
    {
        var many = Query("""{"id":"a","format":"dc+sd-jwt","multiple":true,"meta":{"vct_values":["v"]}}""");

        Assert.Equal(VerificationFailureReason.WrongPresentationCount, Verify(many, $$"""{"a":[{{string.Join(',', Enumerable.Repeat("1", 33))}}]}""").Failure?.Reason);
        Assert.Equal(VerificationFailureReason.VpTokenMalformed, Verify(many, $$"""{"a":["{{new string('x', 1_048_576)}}"]}""").Failure?.Reason);
        Assert.Equal(VerificationFailureReason.VpTokenMalformed, Verify(many, new string('[', 100_000)).Failure?.Reason);
    }

    private static string Alternatives(params string[] ids) => Token([.. ids.Select(id => (id, id switch
    {
        "pid" => Identity,
        "other_pid" => "https://othercredentials.example/pid",
        "pid_reduced_cred_1" => "https://credentials.example.com/reduced_identity_credential",
        "pid_reduced_cred_2" => "https://cred.example/residence_credential",
        _ => "https://company.example/company_rewards",
    }, """{"given_name":"J","family_name":"D","address":{"street_address":"s"},"postal_code":"p","locality":"l","region":"r","rewards_number":"7"}"""))]);

    private static string Token(params (string Id, string Type, string Claims)[] entries) =>
        $"{{{string.Join(',', entries.Select(one => $$$"""{{{JsonSerializer.Serialize(one.Id)}}}:[{"type":{{{JsonSerializer.Serialize(one.Type)}}},"claims":{{{one.Claims}}}}]"""))}}}";

    private static string Query(string credential) => $$"""{"credentials":[{{credential}}]}""";

    private static PresentationVerification Verify(string query, string? vpToken)
    {
        Assert.True(DcqlQuery.TryParse(query, out var parsed, out var errors), string.Join("; ", errors));
        return new PresentationVerifier([new ClaimsAsTheyAre()]).Verify(parsed, vpToken, new PresentationContext
        {
            Nonce = "n",
            AcceptedAudiences = ["a"],
            Now = DateTimeOffset.UnixEpoch,
            Trust = new TrustMaterial
            {
                TrustedLists = new Dictionary<string, IReadOnlySet<string>>
                {
                    ["https://lotl.example"] = new HashSet<string> { "aa", "root" },
                    ["https://other.example"] = new HashSet<string> { "bb" },
                },
            },
        });
    }

    private static void AssertJson(string expected, JsonElement actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual.GetRawText())), actual.GetRawText());

    /// <summary>Believes presentations of the form {type, claims}.</summary>
    private sealed class ClaimsAsTheyAre : ICredentialFormatVerifier
    {
        public string Format => CredentialFormats.SdJwtVc;

        public CredentialVerification Verify(JsonElement presentation, CredentialQuery query, PresentationContext context) =>
            new VerifiedCredential
            {
                Format = Format,
                Claims = presentation.GetProperty("claims"),
                Issuer = "https://issuer.example",
                Type = presentation.GetProperty("type").GetString()!,
                HolderKeyThumbprint = presentation.TryGetProperty("unbound", out _) ? null : "jkt",
                AuthorityKeyIdentifiers = ["Ag"],
                ChainThumbprints = ["leaf", "root"],
            };
    }
}
