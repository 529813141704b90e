using System.Text.Json.Nodes;
using Eudiplo.Protocol.Dpop;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Unit.Tests.Dpop;

/// <summary>RFC 9449 section 4.3, check by check.</summary>
public sealed class DpopVerifierTests : IDisposable
{
    // RFC 9449 section 4.1, figure 2, and section 7.1, figure 12, with the access token and the thumbprint of sections 5 and 6.1.
    private const string Figure2 =
        "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdC"
        + "RnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwi"
        + "aHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLv"
        + "qRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg";

    private const string Figure12 =
        "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdC"
        + "RnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiJlMWozVl9iS2ljOC1MQUVCIiwi"
        + "aHRtIjoiR0VUIiwiaHR1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFtcGxlLm9yZy9wcm90ZWN0ZWRyZXNvdXJjZSIsImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlVIeU8y"
        + "cjJaM0RaNTNFc05yV0JiMHhXWG9hTnk1OUlpS0NBcWtzbVFFbyJ9.2oW9RP35yRqzhrtNP86L-Ey71EOptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1dqd-jfxSYoM"
        + "xhAJpLjA";

    private const string RfcToken = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU";
    private const string RfcThumbprint = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I";

    private static readonly DpopExpectation Expectation = new()
    {
        Method = "POST",
        Uri = new("https://server.example.com/token"),
        Now = TestProof.Now,
    };

    private readonly TestProof _proof = new();

    public void Dispose() => _proof.Dispose();

    private static DpopError ErrorOf(string proof, DpopExpectation? expectation = null)
    {
        DpopProof? verified = DpopVerifier.Verify(proof, expectation ?? Expectation, out DpopError error);
        Assert.Equal(error == DpopError.None, verified is not null);
        return error;
    }

    [Fact]
    public void The_proof_of_RFC_9449_figure_2_is_verified()
    {
        DpopProof? proof = DpopVerifier.Verify(
            Figure2, Expectation with { Now = DateTimeOffset.FromUnixTimeSeconds(1562262616) }, out DpopError error);

        Assert.Equal(DpopError.None, error);
        Assert.Equal("-BwC3ESc6acc2lTc", proof!.TokenId);
        Assert.Equal(RfcThumbprint, proof.Thumbprint);
        Assert.Equal(DpopNonceState.NotAsked, proof.Nonce);
    }

    [Fact]
    public void The_proof_of_RFC_9449_figure_12_is_verified_with_its_access_token_and_no_other()
    {
        DpopExpectation expectation = Expectation with
        {
            Method = "GET",
            Uri = new("https://resource.example.org/protectedresource"),
            Now = DateTimeOffset.FromUnixTimeSeconds(1562262618),
            AccessToken = RfcToken,
            Thumbprint = RfcThumbprint,
        };

        Assert.Equal(DpopError.None, ErrorOf(Figure12, expectation));
        Assert.Equal(DpopError.AccessTokenHashMismatch, ErrorOf(Figure12, expectation with { AccessToken = RfcToken + "x" }));
        Assert.Equal(DpopError.KeyMismatch, ErrorOf(Figure12, expectation with { Thumbprint = RfcThumbprint + "x" }));
        Assert.Equal(DpopError.UriMismatch, ErrorOf(Figure12, expectation with { Uri = new("https://resource.example.org/") }));
    }

    [Fact]
    public void A_right_proof_is_verified()
    {
        DpopProof? proof = DpopVerifier.Verify([_proof.Sign()], Expectation, out DpopError error);

        Assert.Equal(DpopError.None, error);
        Assert.Equal(TestProof.Now, proof!.IssuedAt);
        Assert.Equal(TestProof.Now + Expectation.MaxAge + Expectation.ClockSkew, proof.ExpiresAt);
    }

    [Fact]
    public void Exactly_one_header_is_allowed()
    {
        string proof = _proof.Sign();

        foreach ((string?[] values, DpopError expected) in ((string?[], DpopError)[])
            [([], DpopError.Missing), ([""], DpopError.Missing), ([null], DpopError.Missing), ([proof, proof], DpopError.SeveralProofs)])
        {
            Assert.Null(DpopVerifier.Verify(values, Expectation, out DpopError error));
            Assert.Equal(expected, error);
        }
    }

    [Theory]
    [InlineData("typ", null, DpopError.TypeWrong)]
    [InlineData("typ", "\"JWT\"", DpopError.TypeWrong)]
    [InlineData("typ", "\"dpop\"", DpopError.TypeWrong)]
    [InlineData("typ", "1", DpopError.Malformed)]
    [InlineData("alg", null, DpopError.AlgorithmNotAllowed)]
    [InlineData("alg", "\"none\"", DpopError.AlgorithmNotAllowed)]
    [InlineData("alg", "\"HS256\"", DpopError.AlgorithmNotAllowed)]
    [InlineData("alg", "\"RS256\"", DpopError.AlgorithmNotAllowed)]
    [InlineData("alg", "\"es256\"", DpopError.AlgorithmNotAllowed)]
    [InlineData("alg", "\"ES384\"", DpopError.KeyInvalid)]
    [InlineData("jwk", null, DpopError.KeyInvalid)]
    [InlineData("jwk", "\"x\"", DpopError.KeyInvalid)]
    [InlineData("jwk", "{\"kty\":\"oct\",\"k\":\"AAAA\"}", DpopError.KeyInvalid)]
    [InlineData("crit", "[\"b64\"]", DpopError.Malformed)]
    public void Every_header_member_is_checked(string name, string? value, DpopError expected)
    {
        TestProof.Set(_proof.Header, name, value);
        Assert.Equal(expected, ErrorOf(_proof.Sign()));
    }

    [Fact]
    public void A_private_key_in_the_header_is_refused()
    {
        _proof.Header["jwk"]!["d"] = TestProof.Text(_proof.Key.ExportParameters(true).D!);
        Assert.Equal(DpopError.KeyInvalid, ErrorOf(_proof.Sign()));
    }

    [Fact]
    public void A_key_that_is_no_point_of_its_curve_is_refused()
    {
        _proof.Header["jwk"]!["x"] = TestProof.Text(new byte[32]);
        Assert.Equal(DpopError.KeyInvalid, ErrorOf(_proof.Sign()));
    }

    [Fact]
    public void A_signature_of_another_key_is_refused()
    {
        using var other = new TestProof();
        _proof.Header["jwk"] = other.Header["jwk"]!.DeepClone();
        Assert.Equal(DpopError.SignatureInvalid, ErrorOf(_proof.Sign()));
    }

    [Theory]
    [InlineData("jti", null, DpopError.ClaimMalformed)]
    [InlineData("jti", "\"\"", DpopError.ClaimMalformed)]
    [InlineData("jti", "1", DpopError.ClaimMalformed)]
    [InlineData("htm", null, DpopError.ClaimMalformed)]
    [InlineData("htm", "\"GET\"", DpopError.MethodMismatch)]
    [InlineData("htm", "\"post\"", DpopError.MethodMismatch)]
    [InlineData("htu", null, DpopError.ClaimMalformed)]
    [InlineData("htu", "[\"https://server.example.com/token\"]", DpopError.ClaimMalformed)]
    [InlineData("htu", "\"https://server.example.com/\"", DpopError.UriMismatch)]
    [InlineData("iat", null, DpopError.ClaimMalformed)]
    [InlineData("iat", "\"1788264000\"", DpopError.ClaimMalformed)]
    [InlineData("iat", "1e300", DpopError.ClaimMalformed)]
    [InlineData("iat", "-1", DpopError.ClaimMalformed)]
    [InlineData("iat", "null", DpopError.ClaimMalformed)]
    [InlineData("iat", "0", DpopError.TooOld)]
    [InlineData("iat", "253402300799", DpopError.FromTheFuture)]
    public void Every_claim_is_checked(string name, string? value, DpopError expected)
    {
        TestProof.Set(_proof.Claims, name, value);
        Assert.Equal(expected, ErrorOf(_proof.Sign()));
    }

    [Theory]
    [InlineData(-151, DpopError.TooOld)]
    [InlineData(-150, DpopError.None)]
    [InlineData(30, DpopError.None)]
    [InlineData(30.5, DpopError.FromTheFuture)]
    [InlineData(31, DpopError.FromTheFuture)]
    public void A_proof_is_good_from_its_time_on_for_as_long_as_configured(double seconds, DpopError expected)
    {
        _proof.Claims["iat"] = TestProof.Now.ToUnixTimeSeconds() + seconds;
        Assert.Equal(expected, ErrorOf(_proof.Sign()));
    }

    [Fact]
    public void The_replay_cache_need_not_remember_a_proof_longer_than_it_is_accepted()
    {
        DpopProof proof = DpopVerifier.Verify(_proof.Sign(), Expectation, out _)!;

        Assert.Equal(DpopError.None, ErrorOf(_proof.Sign(), Expectation with { Now = proof.ExpiresAt }));
        Assert.Equal(DpopError.TooOld, ErrorOf(_proof.Sign(), Expectation with { Now = proof.ExpiresAt.AddTicks(1) }));
    }

    [Fact]
    public void Two_keys_with_one_jti_have_two_places_in_the_replay_cache()
    {
        using var other = new TestProof();
        string one = DpopVerifier.Verify(_proof.Sign(), Expectation, out _)!.ReplayKey;

        Assert.Equal(43, one.Length);
        Assert.Equal(one, DpopVerifier.Verify(_proof.Sign(), Expectation, out _)!.ReplayKey);
        Assert.NotEqual(one, DpopVerifier.Verify(other.Sign(), Expectation, out _)!.ReplayKey);
    }

    [Fact]
    public void A_long_jti_and_a_long_proof_are_refused()
    {
        _proof.Claims["jti"] = new string('a', 257);
        Assert.Equal(DpopError.ClaimMalformed, ErrorOf(_proof.Sign()));
        _proof.Claims["jti"] = new string('a', 256);
        Assert.Equal(DpopError.None, ErrorOf(_proof.Sign()));
        _proof.Claims["x"] = new string('a', 8192);
        Assert.Equal(DpopError.TooLong, ErrorOf(_proof.Sign()));
    }

    [Fact]
    public void An_access_token_needs_its_hash()
    {
        Assert.Equal(DpopError.AccessTokenHashMismatch, ErrorOf(_proof.Sign(), Expectation with { AccessToken = RfcToken }));
        _proof.Claims["ath"] = "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo";
        Assert.Equal(DpopError.None, ErrorOf(_proof.Sign(), Expectation with { AccessToken = RfcToken }));
    }

    [Theory]
    [InlineData("""{"jti":"a","jti":"b","htm":"POST","htu":"https://server.example.com/token","iat":1788264000}""")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("{\"jti\":\"\\ud800\"}")]
    public void Claims_that_are_no_plain_JSON_object_are_refused(string claims) =>
        Assert.Equal(DpopError.Malformed, ErrorOf(_proof.Sign(_proof.Header.ToJsonString(), claims)));

    [Theory]
    [InlineData("a")]
    [InlineData("..")]
    [InlineData("a.b.c.d")]
    [InlineData("e30.e30.e30=")]
    public void What_is_no_JWS_is_refused(string proof) => Assert.Equal(DpopError.Malformed, ErrorOf(proof));

    [Fact]
    public void A_nonce_is_asked_for_when_the_server_has_nonces()
    {
        var nonces = new DpopNonces([new byte[32]], "tenant", TimeSpan.FromMinutes(5));
        DpopExpectation expectation = Expectation with { Nonces = nonces };

        Assert.Equal(DpopError.NonceMissing, ErrorOf(_proof.Sign(), expectation));
        _proof.Claims["nonce"] = "eyJ7S_zG.eyJH0-Z.HX4w-7v";
        Assert.Equal(DpopError.NonceInvalid, ErrorOf(_proof.Sign(), expectation));
        _proof.Claims["nonce"] = new JsonArray();
        Assert.Equal(DpopError.NonceInvalid, ErrorOf(_proof.Sign(), expectation));
        _proof.Claims["nonce"] = nonces.Issue(TestProof.Now);
        Assert.Equal(DpopError.None, ErrorOf(_proof.Sign(), expectation));
    }

    [Fact]
    public void A_client_without_the_key_is_not_told_about_the_nonce()
    {
        using var other = new TestProof();
        _proof.Header["jwk"] = other.Header["jwk"]!.DeepClone();
        var nonces = new DpopNonces([new byte[32]], "tenant", TimeSpan.FromMinutes(5));

        Assert.Equal(DpopError.SignatureInvalid, ErrorOf(_proof.Sign(), Expectation with { Nonces = nonces }));
    }

    [Fact]
    public void Only_a_nonce_at_fault_is_told_as_use_dpop_nonce()
    {
        foreach (DpopError error in Enum.GetValues<DpopError>())
        {
            string expected = error is DpopError.NonceMissing or DpopError.NonceInvalid ? "use_dpop_nonce" : "invalid_dpop_proof";
            Assert.Equal(expected, error.ToOAuthError());
        }
    }

    [Fact]
    public void Keys_that_were_met_before_are_shared()
    {
        DpopExpectation expectation = Expectation with { Keys = new JwkCache() };

        Jwk one = DpopVerifier.Verify(_proof.Sign(), expectation, out _)!.Key;
        Assert.Same(one, DpopVerifier.Verify(_proof.Sign(), expectation, out _)!.Key);
    }
}
