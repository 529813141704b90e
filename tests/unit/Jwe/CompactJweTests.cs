using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Jwe;
using Microsoft.AspNetCore.WebUtilities;

namespace Eudiplo.Unit.Tests.Jwe;

public class CompactJweTests
{
    // OpenID4VP 1.0 section 8.3: the example response and the private key it is encrypted to.
    private const string Example =
        "eyJhbGciOiJFQ0RILUVTIiwiZW5jIjoiQTEyOEdDTSIsImtpZCI6ImFjIiwiZXBrIjp7Imt0eSI6IkVDIiwieCI6Im5ubVZwbTNWM2piaGNhZlFhUkJrU1ZOSGx3Wkh3dC05"
        + "ck9wSnVmeVlJdWsiLCJ5IjoicjRmakRxd0p5czlxVU9QLV9iM21SNVNaRy0tQ3dPMm1pYzVWU05UWU45ZyIsImNydiI6IlAtMjU2In19..uAYcHRUSSn2X0WPX.yVzlGS"
        + "YG4qbg0bq18JcUiDRw56yVnbKR8E7S7YlEtzT00RqE3Pw5oTpUG3hdLN4taHZ9gC1kwak8JOnJgQ.1wR024_3-qtAlx1oFIUpQQ";

    private const string ExampleX = "YO4epjifD-KWeq1sL2tNmm36BhXnkJ0He-WqMYrp9Fk";
    private const string ExampleY = "Hekpm0zfK7C-YccH5iBjcIXgf6YdUvNUac_0At55Okk";
    private const string ExampleD = "Et-3ce0omz8_TuZ96Df9lp0GAaaDoUnDe6X-CRO7Aww";

    private static readonly byte[] Message = """{"vp_token":{"a":["b"]}}"""u8.ToArray();

    private static DecryptionKey ExampleKey(string? keyId = "ac")
    {
        using ECDiffieHellman key = ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = WebEncoders.Base64UrlDecode(ExampleX), Y = WebEncoders.Base64UrlDecode(ExampleY) },
            D = WebEncoders.Base64UrlDecode(ExampleD),
        });
        Assert.True(DecryptionKey.TryImport(key.ExportPkcs8PrivateKey(), keyId, out DecryptionKey? imported));
        return imported;
    }

    private static JweError Open(string jwe, DecryptionKey key, out string? plaintext, JweEncryptions allowed = JweEncryptions.All)
    {
        plaintext = null;
        if (CompactJwe.Parse(jwe, JweLimits.Default, out JweError error) is not { } parsed)
        {
            Assert.NotEqual(JweError.None, error);
            return error;
        }

        error = parsed.Decrypt(key, allowed, out byte[]? octets);
        Assert.Equal(error == JweError.None, octets is not null);
        plaintext = octets is null ? null : Encoding.UTF8.GetString(octets);
        return error;
    }

    /// <summary>The example with another header.</summary>
    private static string WithHeader(Action<JsonObject> change)
    {
        string[] parts = Example.Split('.');
        JsonObject header = JsonNode.Parse(WebEncoders.Base64UrlDecode(parts[0]))!.AsObject();
        change(header);
        parts[0] = WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(header.ToJsonString()));
        return string.Join('.', parts);
    }

    private static string WithHeaderText(string header)
    {
        string[] parts = Example.Split('.');
        parts[0] = WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(header));
        return string.Join('.', parts);
    }

    private static string WithPart(int index, Func<byte[], byte[]> change)
    {
        string[] parts = Example.Split('.');
        parts[index] = WebEncoders.Base64UrlEncode(change(WebEncoders.Base64UrlDecode(parts[index])));
        return string.Join('.', parts);
    }

    [Fact]
    public void The_example_of_OpenID4VP_section_8_3_is_decrypted()
    {
        using DecryptionKey key = ExampleKey();

        Assert.Equal(JweError.None, Open(Example, key, out string? plaintext));
        using JsonDocument response = JsonDocument.Parse(plaintext!);
        Assert.Equal("eyJhb...YMetA", response.RootElement.GetProperty("vp_token").GetProperty("example_credential_id")[0].GetString());
    }

    [Theory]
    [InlineData(JweEncryptions.A128GCM)]
    [InlineData(JweEncryptions.A256GCM)]
    public void What_is_encrypted_to_a_key_is_decrypted_with_it_and_with_no_other(JweEncryptions encryption)
    {
        using var key = DecryptionKey.Generate();
        using var other = DecryptionKey.Generate(key.PublicKey.KeyId);

        string jwe = JweEncrypter.Encrypt(Message, key.PublicKey, encryption, "wallet"u8, "nonce"u8, header => header.WriteString("typ", "JWT"))!;

        Assert.Equal(JweError.None, Open(jwe, key, out string? plaintext));
        Assert.Equal(Encoding.UTF8.GetString(Message), plaintext);
        Assert.Equal(JweError.DecryptionFailed, Open(jwe, other, out _));
    }

    [Fact]
    public void A_key_survives_storage()
    {
        using var key = DecryptionKey.Generate();
        Assert.True(DecryptionKey.TryImport(key.ExportPkcs8(), key.PublicKey.KeyId, out DecryptionKey? restored));
        using DecryptionKey again = restored;

        Assert.Equal(key.PublicKey.ToJson(), again.PublicKey.ToJson());
        Assert.Equal(JweError.None, Open(JweEncrypter.Encrypt(Message, key.PublicKey, JweEncryptions.A256GCM)!, again, out _));
    }

    [Fact]
    public void A_fresh_key_is_on_P_256_and_says_what_it_is_for()
    {
        using var key = DecryptionKey.Generate();
        using JsonDocument json = JsonDocument.Parse(key.PublicKey.ToJson());

        Assert.Equal("P-256", json.RootElement.GetProperty("crv").GetString());
        Assert.Equal("ECDH-ES", json.RootElement.GetProperty("alg").GetString());
        Assert.Equal("enc", json.RootElement.GetProperty("use").GetString());
        Assert.NotEmpty(json.RootElement.GetProperty("kid").GetString()!);
        Assert.False(json.RootElement.TryGetProperty("d", out _));
    }

    [Fact]
    public void What_is_no_key_is_not_imported()
    {
        Assert.False(DecryptionKey.TryImport([], null, out _));
        Assert.False(DecryptionKey.TryImport([0x30, 0x01], null, out _));
        using ECDiffieHellman brainpool = ECDiffieHellman.Create(ECCurve.NamedCurves.brainpoolP256r1);
        Assert.False(DecryptionKey.TryImport(brainpool.ExportPkcs8PrivateKey(), null, out _));
    }

    [Fact]
    public void An_encryption_that_was_not_offered_is_refused()
    {
        using DecryptionKey key = ExampleKey();
        Assert.Equal(JweError.EncryptionNotAllowed, Open(Example, key, out _, JweEncryptions.A256GCM));
    }

    [Fact]
    public void A_kid_of_another_key_is_refused()
    {
        using DecryptionKey key = ExampleKey("other");
        Assert.Equal(JweError.KeyMismatch, Open(Example, key, out _));
    }

    [Theory]
    [InlineData("alg", "\"ECDH-ES+A128KW\"", JweError.AlgorithmNotAllowed)]
    [InlineData("alg", "\"dir\"", JweError.AlgorithmNotAllowed)]
    [InlineData("alg", "\"none\"", JweError.AlgorithmNotAllowed)]
    [InlineData("alg", "1", JweError.MalformedHeader)]
    [InlineData("alg", null, JweError.MalformedHeader)]
    [InlineData("enc", "\"A128CBC-HS256\"", JweError.EncryptionNotAllowed)]
    [InlineData("enc", "\"a128gcm\"", JweError.EncryptionNotAllowed)]
    [InlineData("enc", "\"A128GCM,A256GCM\"", JweError.EncryptionNotAllowed)]
    [InlineData("enc", null, JweError.MalformedHeader)]
    [InlineData("kid", "[]", JweError.MalformedHeader)]
    [InlineData("kid", "\"AC\"", JweError.KeyMismatch)]
    [InlineData("zip", "\"DEF\"", JweError.HeaderNotUnderstood)]
    [InlineData("crit", "[\"exp\"]", JweError.HeaderNotUnderstood)]
    [InlineData("apu", "1", JweError.MalformedHeader)]
    [InlineData("apu", "\"QQ==\"", JweError.MalformedHeader)]
    [InlineData("apv", "\"a b\"", JweError.MalformedHeader)]
    [InlineData("apu", "\"QQ\"", JweError.DecryptionFailed)]
    [InlineData("apv", "\"QQ\"", JweError.DecryptionFailed)]
    [InlineData("typ", "\"JWT\"", JweError.DecryptionFailed)]
    [InlineData("epk", null, JweError.EphemeralKeyInvalid)]
    [InlineData("epk", "\"x\"", JweError.EphemeralKeyInvalid)]
    [InlineData("epk", "{}", JweError.EphemeralKeyInvalid)]
    public void Every_header_member_is_checked(string name, string? value, JweError expected)
    {
        using DecryptionKey key = ExampleKey();
        string jwe = WithHeader(header =>
        {
            header.Remove(name);
            if (value is not null)
            {
                header[name] = JsonNode.Parse(value);
            }
        });

        Assert.Equal(expected, Open(jwe, key, out _));
    }

    [Theory]
    [InlineData("x", "Hekpm0zfK7C-YccH5iBjcIXgf6YdUvNUac_0At55Okk")] // not on the curve
    [InlineData("x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("x", "AAAA")]
    [InlineData("crv", "P-384")]
    [InlineData("crv", "X25519")]
    [InlineData("kty", "OKP")]
    [InlineData("d", "Et-3ce0omz8_TuZ96Df9lp0GAaaDoUnDe6X-CRO7Aww")]
    public void An_ephemeral_key_that_is_no_public_point_of_the_curve_is_refused(string member, string value)
    {
        using DecryptionKey key = ExampleKey();
        Assert.Equal(JweError.EphemeralKeyInvalid, Open(WithHeader(header => header["epk"]![member] = value), key, out _));
    }

    [Fact]
    public void An_ephemeral_key_on_another_curve_is_refused()
    {
        using ECDiffieHellman other = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP384);
        string epk = Jwk.FromEc(other.ExportParameters(false)).ToJson();
        using DecryptionKey key = ExampleKey();

        Assert.Equal(JweError.EphemeralKeyInvalid, Open(WithHeader(header => header["epk"] = JsonNode.Parse(epk)), key, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"alg":"ECDH-ES","alg":"ECDH-ES","enc":"A128GCM"}""")]
    [InlineData("""{"alg":"ECDH-ES","enc":"A128GCM",}""")]
    [InlineData("""{"alg":"ECDH-ES","enc":"A128GCM","\ud800":1}""")]
    public void A_header_that_is_no_plain_JSON_object_is_refused(string header)
    {
        using DecryptionKey key = ExampleKey();
        Assert.Equal(JweError.MalformedHeader, Open(WithHeaderText(header), key, out _));
    }

    [Fact]
    public void A_header_that_nests_deep_is_refused()
    {
        using DecryptionKey key = ExampleKey();
        string deep = string.Concat(Enumerable.Repeat("[", 1000));
        Assert.Equal(JweError.MalformedHeader, Open(WithHeaderText($$"""{"alg":"ECDH-ES","x":{{deep}}"""), key, out _));
    }

    [Fact]
    public void Every_part_is_authenticated()
    {
        using DecryptionKey key = ExampleKey();
        foreach (int part in (int[])[2, 3, 4])
        {
            string jwe = WithPart(part, octets =>
            {
                octets[^1] ^= 1;
                return octets;
            });
            Assert.Equal(JweError.DecryptionFailed, Open(jwe, key, out _));
        }
    }

    [Fact]
    public void An_encrypted_key_is_refused()
    {
        using DecryptionKey key = ExampleKey();
        Assert.Equal(JweError.EncryptedKeyPresent, Open(WithPart(1, _ => [1, 2, 3]), key, out _));
    }

    [Theory]
    [InlineData(2, 11)]
    [InlineData(2, 13)]
    [InlineData(4, 15)]
    [InlineData(4, 12)]
    [InlineData(4, 17)]
    [InlineData(4, 0)]
    public void A_vector_or_a_tag_of_another_length_is_refused(int part, int length)
    {
        using DecryptionKey key = ExampleKey();
        Assert.Equal(JweError.WrongLength, Open(WithPart(part, _ => new byte[length]), key, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("....")]
    [InlineData("a.b.c")]
    [InlineData("e30...")]
    [InlineData("e30.....")]
    [InlineData("e30=....")]
    [InlineData("e30. .AAAA.AAAA.AAAA")]
    [InlineData("e30.a.AAAA.AAAA.AAAA")]
    [InlineData("e30..AB.AAAA.AAAA")] // unused bits are set
    public void What_is_not_five_parts_of_base64url_is_refused(string jwe)
    {
        using DecryptionKey key = ExampleKey();
        Assert.Contains(Open(jwe, key, out _), (JweError[])[JweError.NotCompact, JweError.MalformedHeader]);
    }

    [Fact]
    public void Lengths_are_bounded()
    {
        int header = Example.IndexOf('.', StringComparison.Ordinal);
        var limits = new JweLimits { MaxLength = Example.Length, MaxHeaderLength = header };

        Assert.NotNull(CompactJwe.Parse(Example, limits, out _));
        Assert.Null(CompactJwe.Parse(Example, limits with { MaxLength = Example.Length - 1 }, out JweError error));
        Assert.Equal(JweError.TooLong, error);
        Assert.Null(CompactJwe.Parse(Example, limits with { MaxHeaderLength = header - 1 }, out error));
        Assert.Equal(JweError.TooLong, error);
    }

    [Fact]
    public void Nothing_is_encrypted_to_a_key_for_something_else()
    {
        using var rsa = RSA.Create(2048);
        using ECDiffieHellman key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        ECParameters ec = key.ExportParameters(false);

        Assert.Null(JweEncrypter.Encrypt(Message, Jwk.FromRsa(rsa.ExportParameters(false)), JweEncryptions.A128GCM));
        Assert.Null(JweEncrypter.Encrypt(Message, Jwk.FromEc(ec, use: "sig"), JweEncryptions.A128GCM));
        Assert.Null(JweEncrypter.Encrypt(Message, Jwk.FromEc(ec, algorithm: "ECDH-ES+A128KW"), JweEncryptions.A128GCM));
        Assert.NotNull(JweEncrypter.Encrypt(Message, Jwk.FromEc(ec), JweEncryptions.A128GCM));
    }
}
