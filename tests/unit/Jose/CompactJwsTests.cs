using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Eudiplo.Protocol.Jose;
using Eudiplo.Unit.Tests.SdJwt;

namespace Eudiplo.Unit.Tests.Jose;

public sealed class CompactJwsTests : IDisposable
{
    // RFC 7515, appendices A.3 (ES256) and A.2 (RS256).
    private const string Es256 =
        "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ." +
        "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

    private const string Es256Key =
        """{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}""";

    private readonly TestKey _key = new();

    public void Dispose() => _key.Dispose();

    [Fact]
    public void The_example_of_RFC_7515_verifies()
    {
        var jws = CompactJws.Parse(Es256, JwsLimits.Default, out var error);

        Assert.Equal(JwsError.None, error);
        Assert.True(Jwk.TryParse(Es256Key, out var key, out _));
        Assert.Equal(JwsError.None, jws!.Verify(key, JwsAlgorithms.ES256));
        Assert.True(jws.TryReadClaims(out var claims));
        Assert.Equal("joe", claims.GetProperty("iss").GetString());
    }

    [Fact]
    public void No_single_character_of_a_JWS_can_be_changed()
    {
        Assert.True(Jwk.TryParse(Es256Key, out var key, out _));
        for (var at = 0; at < Es256.Length; at++)
        {
            foreach (var other in "AZaz09-_.~=")
            {
                var changed = $"{Es256[..at]}{other}{Es256[(at + 1)..]}";
                var jws = CompactJws.Parse(changed, JwsLimits.Default, out _);
                Assert.False(changed != Es256 && jws?.Verify(key, JwsAlgorithms.ES256) == JwsError.None, changed);
            }
        }
    }

    [Theory]
    [InlineData("", JwsError.NotCompact)]
    [InlineData(".", JwsError.NotCompact)]
    [InlineData("..", JwsError.NotCompact)]
    [InlineData("e30.e30", JwsError.NotCompact)]
    [InlineData("e30.e30.", JwsError.NotCompact)]
    [InlineData(".e30.AA", JwsError.NotCompact)]
    [InlineData("e30.e30.AA.AA", JwsError.NotCompact)]
    [InlineData("e30=.e30.AA", JwsError.NotCompact)]
    [InlineData("e30.e30.AB", JwsError.NotCompact)]
    [InlineData(" e30.e30.AA", JwsError.NotCompact)]
    [InlineData("e30.e30.AA", JwsError.AlgorithmNotAllowed)]
    public void What_is_not_a_compact_JWS_is_refused(string text, JwsError error)
    {
        Assert.Null(CompactJws.Parse(text, JwsLimits.Default, out var actual));
        Assert.Equal(error, actual);
    }

    [Theory]
    [InlineData("[]", JwsError.MalformedHeader)]
    [InlineData("null", JwsError.MalformedHeader)]
    [InlineData("{\"alg\":\"ES256\",\"alg\":\"none\"}", JwsError.MalformedHeader)]
    [InlineData("{\"alg\":\"ES256\",\"typ\":1}", JwsError.MalformedHeader)]
    [InlineData("{\"alg\":\"ES256\",\"kid\":null}", JwsError.MalformedHeader)]
    [InlineData("{\"alg\":[\"ES256\"]}", JwsError.MalformedHeader)]
    [InlineData("{\"alg\":\"ES256\",\"x5c\":\"AA\"}", JwsError.MalformedHeader)]
    [InlineData("{\"alg\":\"ES256\"", JwsError.MalformedHeader)]
    [InlineData("{\"alg\":\"none\"}", JwsError.AlgorithmNotAllowed)]
    [InlineData("{\"alg\":\"None\"}", JwsError.AlgorithmNotAllowed)]
    [InlineData("{\"alg\":\"es256\"}", JwsError.AlgorithmNotAllowed)]
    [InlineData("{\"alg\":\"HS256\"}", JwsError.AlgorithmNotAllowed)]
    [InlineData("{\"alg\":\"\"}", JwsError.AlgorithmNotAllowed)]
    [InlineData("{\"alg\":\"ES256, ES384\"}", JwsError.AlgorithmNotAllowed)]
    [InlineData("{\"alg\":\"1\"}", JwsError.AlgorithmNotAllowed)]
    [InlineData("{\"alg\":\"All\"}", JwsError.AlgorithmNotAllowed)]
    [InlineData("{\"alg\":\"ES256\",\"crit\":[\"exp\"],\"exp\":1}", JwsError.CriticalHeaderNotUnderstood)]
    [InlineData("{\"alg\":\"ES256\",\"crit\":[]}", JwsError.CriticalHeaderNotUnderstood)]
    [InlineData("{\"alg\":\"ES256\",\"b64\":false,\"crit\":[\"b64\"]}", JwsError.CriticalHeaderNotUnderstood)]
    public void Headers_are_read_strictly(string header, JwsError error)
    {
        Assert.Null(CompactJws.Parse(_key.Sign(header, "{}"), JwsLimits.Default, out var actual));
        Assert.Equal(error, actual);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"a\":1,\"a\":1}")]
    [InlineData("7")]
    [InlineData("")]
    public void A_payload_that_is_no_claims_set_is_refused(string payload) =>
        Assert.False(CompactJws.Parse(_key.Sign("""{"alg":"ES256"}""", payload), JwsLimits.Default, out _)!.TryReadClaims(out _));

    [Theory]
    [InlineData("kb+jwt", true)]
    [InlineData("KB+JWT", true)]
    [InlineData("application/kb+jwt", true)]
    [InlineData("Application/Kb+Jwt", true)]
    [InlineData("text/kb+jwt", false)]
    [InlineData("kb+jwt ", false)]
    [InlineData("", false)]
    public void Typ_is_a_media_type_with_or_without_application(string type, bool same) =>
        Assert.Equal(same, CompactJws.Parse(_key.Sign($$"""{"alg":"ES256","typ":"{{type}}"}""", "{}"), JwsLimits.Default, out _)!.IsType("kb+jwt"));

    [Fact]
    public void Limits_hold_before_anything_is_read()
    {
        var text = _key.Sign("""{"alg":"ES256"}""", "{}");

        Assert.Null(CompactJws.Parse(text, new JwsLimits { MaxLength = text.Length - 1 }, out var length));
        Assert.Null(CompactJws.Parse(text, new JwsLimits { MaxHeaderLength = 10 }, out var header));
        Assert.Null(CompactJws.Parse(_key.Sign($$"""{"alg":"ES256","x":{{new string('[', 40)}}{{new string(']', 40)}}}""", "{}"), JwsLimits.Default, out var depth));
        Assert.Equal((JwsError.TooLong, JwsError.TooLong, JwsError.MalformedHeader), (length, header, depth));
    }

    [Fact]
    public void A_signature_in_ASN1_form_is_refused()
    {
        var text = $"{TestKey.Text("""{"alg":"ES256"}""")}.e30";
        var signature = _key.Key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

        Assert.Equal(
            JwsError.SignatureInvalid,
            CompactJws.Parse($"{text}.{TestKey.Text(signature)}", JwsLimits.Default, out _)!.Verify(_key.Public(), JwsAlgorithms.All));
    }

    [Fact]
    public void A_signature_of_zeros_is_refused() =>
        Assert.Equal(
            JwsError.SignatureInvalid,
            CompactJws.Parse($"{TestKey.Text("""{"alg":"ES256"}""")}.e30.{TestKey.Text(new byte[64])}", JwsLimits.Default, out _)!.Verify(_key.Public(), JwsAlgorithms.All));

    [Theory]
    [InlineData(JwsAlgorithms.PS256)]
    [InlineData(JwsAlgorithms.PS384)]
    [InlineData(JwsAlgorithms.PS512)]
    [InlineData(JwsAlgorithms.RS256)]
    [InlineData(JwsAlgorithms.RS384)]
    [InlineData(JwsAlgorithms.RS512)]
    public void What_an_RSA_signer_signs_verifies_with_its_own_algorithm_alone(JwsAlgorithms algorithm)
    {
        using var signer = JwsSigner.Create(RSA.Create(2048), algorithm);
        var jws = CompactJws.Parse(signer.Sign("JWT", "{}"u8), JwsLimits.Default, out _)!;

        Assert.Equal(JwsError.None, jws.Verify(signer.PublicKey, JwsAlgorithms.All));
        Assert.Equal(JwsError.AlgorithmNotAllowed, jws.Verify(signer.PublicKey, JwsAlgorithms.All & ~algorithm));
        Assert.Equal(JwsError.KeyDoesNotFit, jws.Verify(_key.Public(), JwsAlgorithms.All));
    }

    [Fact]
    public void What_an_EC_signer_signs_names_its_key()
    {
        using var signer = JwsSigner.Create(ECDsa.Create(ECCurve.NamedCurves.nistP384));
        var jws = CompactJws.Parse(signer.Sign("at+jwt", """{"iss":"x"}"""u8), JwsLimits.Default, out _)!;

        Assert.Equal((signer.PublicKey.Thumbprint, "at+jwt", JwsAlgorithms.ES384), (jws.KeyId, jws.Type, jws.Algorithm));
        Assert.Equal(JwsError.None, jws.Verify(signer.PublicKey, JwsAlgorithms.ES384));
        Assert.Equal("sig", signer.PublicKey.Use);
        Assert.DoesNotContain("\"d\"", signer.PublicKey.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_signer_may_write_its_own_header_members()
    {
        using var signer = JwsSigner.Create(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        var text = signer.Sign("JWT", "{}"u8, writer =>
        {
            writer.WritePropertyName("jwk");
            signer.PublicKey.WriteTo(writer);
        });

        var jws = CompactJws.Parse(text, JwsLimits.Default, out _)!;
        Assert.Null(jws.KeyId);
        Assert.Equal(JsonValueKind.Object, jws.Header.GetProperty("jwk").ValueKind);
    }
}
