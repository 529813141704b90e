using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Presentations;
using Eudiplo.Protocol.SdJwt;
using Eudiplo.Protocol.Trust;

namespace Eudiplo.Unit.Tests.SdJwt;

public sealed class SdJwtVcTests : IDisposable
{
    private readonly TestKey _issuer = new();
    private readonly TestKey _holder = new();
    private readonly TestKey _stranger = new();

    public void Dispose()
    {
        _issuer.Dispose();
        _holder.Dispose();
        _stranger.Dispose();
    }

    [Fact]
    public void A_true_presentation_is_verified_with_all_that_the_caller_needs()
    {
        var credential = Pid();
        credential.Payload["status"] = JsonNode.Parse("""{"status_list":{"idx":412,"uri":"https://pid.example/status/1"}}""");

        var verified = Verify(credential.Present()).Credential;

        Assert.NotNull(verified);
        Assert.Equal("dc+sd-jwt", verified.Format);
        Assert.Equal(TestCredential.IssuerId, verified.Issuer);
        Assert.Equal(TestCredential.Vct, verified.Type);
        Assert.Equal(_holder.Public().Thumbprint, verified.HolderKeyThumbprint);
        Assert.Equal(TestCredential.Now.AddDays(-1), verified.IssuedAt);
        Assert.Equal(TestCredential.Now.AddDays(1), verified.ExpiresAt);
        Assert.Equal(new StatusReference("https://pid.example/status/1", 412), verified.Status);
        Assert.Equal("Erika", verified.Claims.GetProperty("given_name").GetString());
        Assert.False(verified.Claims.TryGetProperty("_sd", out _));
        Assert.False(verified.Claims.TryGetProperty("_sd_alg", out _));
    }

    [Theory]
    [MemberData(nameof(SdJwtVcMutations.All), MemberType = typeof(SdJwtVcMutations), DisableDiscoveryEnumeration = true)]
    public void Each_field_that_is_changed_is_refused_for_its_own_reason(string field, Action<TestCredential> change, VerificationFailureReason reason)
    {
        var credential = Pid();
        change(credential);

        var failure = Verify(credential.Present()).Failure;

        Assert.True(failure?.Reason == reason, $"{field}: {failure}");
    }

    [Theory]
    [InlineData("exp", -59)]
    [InlineData("nbf", 60)]
    [InlineData("iat", 60)]
    public void Times_of_a_credential_may_differ_by_the_skew(string claim, int seconds)
    {
        var credential = Pid();
        credential.Payload[claim] = Seconds(seconds);

        Assert.True(Verify(credential.Present()).IsVerified);
    }

    [Theory]
    [InlineData(-360)]
    [InlineData(60)]
    public void The_time_of_a_key_binding_JWT_may_be_at_the_edge_of_the_window(int seconds)
    {
        var credential = Pid();
        credential.BindingPayload["iat"] = Seconds(seconds);

        Assert.True(Verify(credential.Present()).IsVerified);
    }

    [Fact]
    public void A_credential_signed_by_a_foreign_key_is_refused()
    {
        var credential = Pid();
        credential.IssuerKey = _stranger;

        Assert.Equal(VerificationFailureReason.IssuerSignatureInvalid, Verify(credential.Present()).Failure?.Reason);
    }

    [Fact]
    public void A_key_binding_JWT_signed_by_a_foreign_key_is_refused()
    {
        var credential = Pid();
        credential.HolderKey = _stranger;

        Assert.Equal(VerificationFailureReason.HolderSignatureInvalid, Verify(credential.Present()).Failure?.Reason);
    }

    [Fact]
    public void A_key_binding_JWT_with_its_own_key_in_the_header_is_refused()
    {
        var credential = Pid();
        credential.HolderKey = _stranger;
        credential.BindingHeader["jwk"] = _stranger.Jwk();

        Assert.Equal(VerificationFailureReason.HolderSignatureInvalid, Verify(credential.Present()).Failure?.Reason);
    }

    [Fact]
    public void A_disclosure_dropped_after_binding_is_refused()
    {
        var credential = Pid();
        var parts = credential.Present().Split('~');

        var failure = Verify(string.Join('~', parts.Where((_, at) => at != 1))).Failure;

        Assert.Equal(VerificationFailureReason.HolderBindingHashMismatch, failure?.Reason);
    }

    [Fact]
    public void A_disclosure_added_after_binding_is_refused()
    {
        var credential = Pid();
        var parts = credential.Present().Split('~').ToList();
        parts.Insert(1, TestKey.Text("""["salt","age_over_18",true]"""));

        Assert.Equal(VerificationFailureReason.HolderBindingHashMismatch, Verify(string.Join('~', parts)).Failure?.Reason);
    }

    [Fact]
    public void A_disclosure_that_the_issuer_never_signed_is_refused_even_when_the_holder_binds_it()
    {
        var credential = Pid();
        credential.DiscloseMember("age_over_18", "true");

        var failure = Verify(credential.Present()).Failure;

        Assert.Equal(VerificationFailureReason.DisclosureInvalid, failure?.Reason);
        Assert.Equal(nameof(SdJwtError.UnreferencedDisclosure), failure?.Detail);
    }

    [Theory]
    [InlineData("iss")]
    [InlineData("nbf")]
    [InlineData("exp")]
    [InlineData("cnf")]
    [InlineData("vct")]
    [InlineData("status")]
    public void Claims_that_control_validity_may_not_be_selectively_disclosed(string name)
    {
        var credential = Pid();
        var value = credential.Payload[name]?.ToJsonString() ?? "{}";
        credential.Payload.Remove(name);
        credential.WithClaim(name, value);
        if (name is "iss" or "vct")
        {
            // Without the claim the issuer's word is refused before its disclosures are looked at.
            Assert.False(Verify(credential.Present()).IsVerified);
            return;
        }

        Assert.Equal(VerificationFailureReason.ClaimMustNotBeSelectivelyDisclosed, Verify(credential.Present()).Failure?.Reason);
    }

    [Fact]
    public void The_same_names_deeper_in_the_credential_may_be_selectively_disclosed()
    {
        var credential = Pid();
        var inner = new JsonObject();
        TestCredential.Embed(inner, credential.DiscloseMember("status", "\"single\""));
        credential.Payload["civil"] = inner;

        Assert.Equal("single", Verify(credential.Present()).Credential?.Claims.GetProperty("civil").GetProperty("status").GetString());
    }

    [Fact]
    public void A_presentation_without_key_binding_is_refused_where_it_is_required() =>
        Assert.Equal(VerificationFailureReason.HolderBindingMissing, Verify(Pid().WithoutBinding()).Failure?.Reason);

    [Fact]
    public void A_presentation_without_key_binding_is_accepted_where_it_is_not_required()
    {
        var verified = Verify(Pid().WithoutBinding(), requireBinding: false);

        Assert.True(verified.IsVerified);
        Assert.Null(verified.Credential.HolderKeyThumbprint);
    }

    [Fact]
    public void A_key_binding_JWT_that_is_there_must_be_right_even_where_it_is_not_required()
    {
        var credential = Pid();
        credential.HolderKey = _stranger;

        Assert.Equal(VerificationFailureReason.HolderSignatureInvalid, Verify(credential.Present(), requireBinding: false).Failure?.Reason);
    }

    [Theory]
    [InlineData("sha-256")]
    [InlineData("sha-384")]
    [InlineData("sha-512")]
    public void Every_named_hash_counts_for_disclosures_and_for_the_binding(string name)
    {
        var credential = Pid();
        credential.Payload.Remove("_sd");
        credential.Disclosures.Clear();
        credential.Payload["_sd_alg"] = name;
        credential.Hash = new HashAlgorithmName(name.Replace("-", string.Empty, StringComparison.Ordinal).ToUpperInvariant());
        credential.WithClaim("given_name", "\"Erika\"");

        Assert.Equal("Erika", Verify(credential.Present()).Credential?.Claims.GetProperty("given_name").GetString());
    }

    [Fact]
    public void The_older_type_is_accepted_only_by_option()
    {
        var credential = Pid();
        credential.Header["typ"] = "vc+sd-jwt";

        Assert.True(Verify(credential.Present(), options: new SdJwtVcOptions { AcceptOlderType = true }).IsVerified);
    }

    [Fact]
    public void The_only_key_that_fits_is_taken_when_the_JWT_names_none()
    {
        var credential = Pid();
        credential.Header.Remove("kid");

        Assert.True(Verify(credential.Present()).IsVerified);
        Assert.Equal(
            VerificationFailureReason.IssuerKeyNotFound,
            Verify(credential.Present(), trust: Trusting(_issuer.Public("k1"), _stranger.Public("k2"))).Failure?.Reason);
    }

    [Fact]
    public void An_issuer_that_is_trusted_by_its_metadata_is_named_until_the_metadata_is_there()
    {
        var credential = Pid();
        var trust = new TrustMaterial
        {
            Issuers = new Dictionary<string, TrustedIssuer>
            {
                [TestCredential.IssuerId] = new(TestCredential.IssuerId) { UseIssuerMetadata = true },
            },
        };

        var needed = Verify(credential.Present(), trust: trust).Failure;
        Assert.Equal(VerificationFailureReason.IssuerMetadataNeeded, needed?.Reason);
        Assert.Equal(TestCredential.IssuerId, needed?.Issuer);

        var keys = new JwkSet([_issuer.Public("k1")]);
        Assert.True(Verify(credential.Present(), trust: trust with { IssuerMetadata = new Dictionary<string, JwkSet> { [TestCredential.IssuerId] = keys } }).IsVerified);
    }

    [Fact]
    public void Metadata_of_an_issuer_that_is_not_configured_counts_for_nothing()
    {
        var trust = new TrustMaterial
        {
            IssuerMetadata = new Dictionary<string, JwkSet> { [TestCredential.IssuerId] = new([_issuer.Public("k1")]) },
        };

        Assert.Equal(VerificationFailureReason.IssuerNotTrusted, Verify(Pid().Present(), trust: trust).Failure?.Reason);
    }

    [Fact]
    public void No_failure_tells_the_wallet_more_than_another() =>
        Assert.Equal("The presentation was not accepted.", VerificationFailure.WalletText);

    private static long Seconds(int fromNow) => TestCredential.Now.ToUnixTimeSeconds() + fromNow;

    private TestCredential Pid() => new TestCredential(_issuer, _holder)
        .WithClaim("given_name", "\"Erika\"")
        .WithClaim("family_name", "\"Mustermann\"");

    private static TrustMaterial Trusting(params Jwk[] keys) => new()
    {
        Issuers = new Dictionary<string, TrustedIssuer>
        {
            [TestCredential.IssuerId] = new(TestCredential.IssuerId) { Keys = new JwkSet(keys) },
        },
    };

    private CredentialVerification Verify(string text, bool requireBinding = true, SdJwtVcOptions? options = null, TrustMaterial? trust = null) =>
        new SdJwtVcVerifier(options ?? new SdJwtVcOptions(), new JwkCache()).Verify(text, requireBinding, new PresentationContext
        {
            Nonce = TestCredential.Nonce,
            AcceptedAudiences = [TestCredential.Audience, "iae:https://issuer.example/demo/oid4vci/authorize/interactive"],
            Trust = trust ?? Trusting(_issuer.Public("k1")),
            Now = TestCredential.Now,
        });
}
