using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Eudiplo.Protocol.Jose;
using Eudiplo.Unit.Tests.SdJwt;

namespace Eudiplo.Unit.Tests.Jose;

public sealed class JwkTests : IDisposable
{
    private readonly TestKey _key = new();

    public void Dispose() => _key.Dispose();

    [Fact]
    public void The_thumbprint_of_the_example_of_RFC_7638_is_the_published_one()
    {
        const string Json = """
            {"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
             "e":"AQAB","alg":"RS256","kid":"2011-04-29"}
            """;

        Assert.True(Jwk.TryParse(Json, out var key, out _));
        Assert.Equal("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", key.Thumbprint);
        Assert.Equal(("2011-04-29", "RS256", JwkType.RSA), (key.KeyId, key.Algorithm, key.Type));
        Assert.True(key.Fits(JwsAlgorithms.RS256));
        Assert.False(key.Fits(JwsAlgorithms.PS256));
        Assert.True(key.TryImport());
    }

    [Fact]
    public void A_JWK_written_and_read_again_is_the_same_key()
    {
        var key = _key.Public("k 1");

        Assert.True(Jwk.TryParse(key.ToJson(), out var again, out _));
        Assert.Equal((key.Thumbprint, "k 1", "P-256"), (again.Thumbprint, again.KeyId, again.Curve));
    }

    [Theory]
    [InlineData("nistP256", JwsAlgorithms.ES256)]
    [InlineData("nistP384", JwsAlgorithms.ES384)]
    [InlineData("nistP521", JwsAlgorithms.ES512)]
    public void Each_curve_has_its_algorithm(string curve, JwsAlgorithms algorithm)
    {
        using var key = new TestKey(ECCurve.CreateFromFriendlyName(curve));
        var jwt = key.Sign($$"""{"alg":"{{algorithm}}"}""", "{}");
        var jws = CompactJws.Parse(jwt, JwsLimits.Default, out _)!;

        Assert.Equal(JwsError.None, jws.Verify(key.Public(), JwsAlgorithms.All));
        Assert.Equal(JwsError.AlgorithmNotAllowed, jws.Verify(key.Public(), JwsAlgorithms.All & ~algorithm));
        Assert.Equal(JwsError.SignatureInvalid, CompactJws.Parse(key.Sign($$"""{"alg":"{{algorithm}}"}""", "{}")[..^4] + "AAAA", JwsLimits.Default, out _)!.Verify(key.Public(), JwsAlgorithms.All));
    }

    public static TheoryData<string, Action<JsonObject>> Faults => new()
    {
        { "no kty", one => one.Remove("kty") },
        { "kty OKP", one => one["kty"] = "OKP" },
        { "kty oct", one => one["kty"] = "oct" },
        { "kty a number", one => one["kty"] = 1 },
        { "no crv", one => one.Remove("crv") },
        { "crv unknown", one => one["crv"] = "secp256k1" },
        { "crv of another length", one => one["crv"] = "P-384" },
        { "no x", one => one.Remove("x") },
        { "x short", one => one["x"] = TestKey.Text(new byte[31]) },
        { "x long", one => one["x"] = TestKey.Text(new byte[33]) },
        { "x padded", one => one["x"] = one["x"]!.GetValue<string>() + "=" },
        { "x a number", one => one["x"] = 1 },
        { "y empty", one => one["y"] = "" },
        { "private", one => one["d"] = "AA" },
        { "symmetric", one => one["k"] = "AA" },
        { "kid a number", one => one["kid"] = 1 },
        { "use null", one => one["use"] = null },
        { "alg an array", one => one["alg"] = new JsonArray() },
    };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public void A_JWK_with_a_fault_is_refused(string fault, Action<JsonObject> change)
    {
        var json = _key.Jwk();
        change(json);

        Assert.False(Jwk.TryParse(json.ToJsonString(), out _, out var error), fault);
        Assert.NotEmpty(error);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("{\"kty\":\"EC\",\"kty\":\"EC\"}")]
    [InlineData("")]
    public void What_is_no_object_is_no_JWK(string json) => Assert.False(Jwk.TryParse(json, out _, out _));

    [Theory]
    [InlineData(255, "AQAB", false)]
    [InlineData(256, "AQAB", true)]
    [InlineData(1024, "AQAB", true)]
    [InlineData(1025, "AQAB", false)]
    [InlineData(256, "AQ", false)]
    [InlineData(256, "Ag", false)]
    [InlineData(256, "Aw", true)]
    [InlineData(256, "AAEAAQ", false)]
    [InlineData(256, "AQAAAAE", false)]
    public void RSA_keys_have_bounds(int octets, string exponent, bool accepted)
    {
        var modulus = new byte[octets];
        modulus.AsSpan().Fill(0xFF);

        Assert.Equal(accepted, Jwk.TryParse($$"""{"kty":"RSA","n":"{{TestKey.Text(modulus)}}","e":"{{exponent}}"}""", out _, out _));
    }

    [Fact]
    public void A_point_off_its_curve_verifies_nothing()
    {
        var json = _key.Jwk();
        json["y"] = json["x"]!.GetValue<string>();
        Assert.True(Jwk.TryParse(json.ToJsonString(), out var key, out _));

        Assert.False(key.TryImport());
        Assert.Equal(JwsError.KeyInvalid, CompactJws.Parse(_key.Sign("""{"alg":"ES256"}""", "{}"), JwsLimits.Default, out _)!.Verify(key, JwsAlgorithms.All));
    }

    [Fact]
    public void A_key_for_encryption_verifies_nothing()
    {
        var json = _key.Jwk();
        json["use"] = "enc";
        Assert.True(Jwk.TryParse(json.ToJsonString(), out var key, out _));

        Assert.False(key.Fits(JwsAlgorithms.ES256));
    }

    [Fact]
    public void A_set_leaves_out_what_it_cannot_use_and_selects_by_kid()
    {
        using var second = new TestKey();
        var json = $$"""{"keys":[{"kty":"OKP"},7,{{_key.Public("a").ToJson()}},{{second.Public("b").ToJson()}}]}""";

        Assert.True(JwkSet.TryParse(json, out var set));
        Assert.Equal(2, set.Keys.Count);
        Assert.Equal(second.Public().Thumbprint, set.Select("b", JwsAlgorithms.ES256)?.Thumbprint);
        Assert.Null(set.Select(null, JwsAlgorithms.ES256));
        Assert.Null(set.Select("c", JwsAlgorithms.ES256));
        Assert.Null(set.Select("b", JwsAlgorithms.ES384));
    }

    [Fact]
    public void A_kid_that_two_keys_have_selects_none()
    {
        using var second = new TestKey();

        Assert.Null(new JwkSet([_key.Public("a"), second.Public("a")]).Select("a", JwsAlgorithms.ES256));
    }

    [Fact]
    public void A_pinned_key_without_a_kid_is_taken_whatever_the_JWS_says()
    {
        Assert.NotNull(new JwkSet([_key.Public()]).Select("any", JwsAlgorithms.ES256));
        Assert.Null(new JwkSet([_key.Public("a")]).Select("any", JwsAlgorithms.ES256));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"keys\":{}}")]
    [InlineData("{\"keys\":[],\"keys\":[]}")]
    public void What_is_no_set_is_refused(string json) => Assert.False(JwkSet.TryParse(json, out _));

    [Fact]
    public void The_cache_shares_keys_and_is_bounded()
    {
        var cache = new JwkCache(capacity: 16);
        var first = cache.Share(_key.Public());

        Assert.Same(first, cache.Share(_key.Public()));
        for (var at = 0; at < 100; at++)
        {
            cache.Share(Random(at));
            Assert.Same(first, cache.Share(_key.Public()));
        }

        Assert.InRange(cache.Count, 8, 16);
    }

    [Fact]
    public void The_cache_does_not_lend_a_keys_other_use()
    {
        var cache = new JwkCache();
        cache.Share(_key.Public());
        var json = _key.Jwk();
        json["use"] = "enc";
        Assert.True(Jwk.TryParse(json.ToJsonString(), out var key, out _));

        Assert.Equal("enc", cache.Share(key).Use);
    }

    [Fact]
    public async Task One_key_verifies_on_many_threads_at_once()
    {
        var key = _key.Public();
        var jws = CompactJws.Parse(_key.Sign("""{"alg":"ES256"}""", "{}"), JwsLimits.Default, out _)!;
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var runs = Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            await start.Task;
            return Enumerable.Range(0, 50).All(_ => jws.Verify(key, JwsAlgorithms.ES256) == JwsError.None);
        })).ToList();
        start.SetResult();

        Assert.DoesNotContain(false, await Task.WhenAll(runs));
    }

    private static Jwk Random(int seed)
    {
        // The cache looks at thumbprints only: the numbers need not be points.
        var x = SHA256.HashData(Encoding.ASCII.GetBytes($"x{seed}"));
        Assert.True(Jwk.TryParse($$"""{"kty":"EC","crv":"P-256","x":"{{TestKey.Text(x)}}","y":"{{TestKey.Text(x)}}"}""", out var key, out _));
        return key;
    }
}
