using System.Text.Json.Nodes;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.SdJwt;

namespace Eudiplo.Unit.Tests.SdJwt;

/// <summary>The rules of RFC 9901 sections 4, 7.1 and 9 on disclosures and digests.</summary>
public sealed class DisclosureTests : IDisposable
{
    private readonly TestKey _key = new();

    public void Dispose() => _key.Dispose();

    [Fact]
    public void Nested_array_and_recursive_disclosures_are_put_in_their_places()
    {
        var credential = Empty();
        var street = credential.DiscloseMember("street", "\"Heidestraße 17\"");
        var country = credential.DiscloseMember("country", "\"DE\"");
        TestCredential.Embed(credential.Payload, credential.DiscloseMember("address", $$"""{"_sd":["{{street}}","{{country}}"],"zip":"51147"}"""));
        var german = credential.DiscloseItem("\"DE\"");
        credential.Payload["nationalities"] = JsonNode.Parse($$"""["FR",{"...":"{{german}}"},{"...":"decoy"}]""");
        var inner = credential.DiscloseItem("1");
        credential.Payload["list"] = JsonNode.Parse($$"""[{"...":"{{credential.DiscloseItem($$"""[{"...":"{{inner}}"},2]""")}}"}]""");

        AssertProcessed(
            credential,
            """{"address":{"zip":"51147","street":"Heidestraße 17","country":"DE"},"nationalities":["FR","DE"],"list":[[1,2]]}""");
    }

    [Fact]
    public void What_is_not_disclosed_and_decoys_leave_no_trace()
    {
        var credential = Empty();
        TestCredential.Embed(credential.Payload, credential.Digest("decoy 1"), "", "not even a digest");
        credential.Payload["empty"] = JsonNode.Parse("""{"_sd":["decoy 2"]}""");
        credential.Payload["none"] = JsonNode.Parse("""[{"...":"decoy 3"}]""");
        credential.Payload["nothing"] = JsonNode.Parse("""{"_sd":[]}""");

        AssertProcessed(credential, """{"empty":{},"none":[],"nothing":{}}""");
    }

    [Fact]
    public void Values_of_every_type_come_through_as_they_are()
    {
        const string Value = """{"a":null,"b":true,"c":1e400,"d":"\ud83d\ude00 \u0000 \" \\ /","e":[[],{}],"f":0.10,"g":123456789012345678901234567890}""";

        AssertProcessed(Empty().WithClaim("v", Value), $$"""{"v":{{Value}}}""");
    }

    public static TheoryData<string, Action<TestCredential>, SdJwtError> Attacks => new()
    {
        { "the same digest twice in one _sd", one => { var digest = one.DiscloseMember("a", "1"); TestCredential.Embed(one.Payload, digest, digest); }, SdJwtError.DuplicateDigest },
        { "the same digest at two levels", one => { var digest = one.DiscloseMember("a", "1"); TestCredential.Embed(one.Payload, digest); one.Payload["o"] = JsonNode.Parse($$"""{"_sd":["{{digest}}"]}"""); }, SdJwtError.DuplicateDigest },
        { "the same digest in an object and an array", one => { var digest = one.DiscloseItem("1"); one.Payload["l"] = JsonNode.Parse($$"""[{"...":"{{digest}}"}]"""); TestCredential.Embed(one.Payload, digest); }, SdJwtError.DuplicateDigest },
        { "a decoy twice", one => one.Payload["l"] = JsonNode.Parse("""[{"...":"decoy"},{"...":"decoy"}]"""), SdJwtError.DuplicateDigest },
        { "the same digest in a disclosure", one => { var digest = one.DiscloseMember("a", "1"); TestCredential.Embed(one.Payload, digest, one.DiscloseMember("o", $$"""{"_sd":["{{digest}}"]}""")); }, SdJwtError.DuplicateDigest },
        { "a disclosure sent twice", one => { one.WithClaim("a", "1"); one.Disclosures.Add(one.Disclosures[0]); }, SdJwtError.DuplicateDisclosure },
        { "a disclosure without a digest", one => one.DiscloseMember("a", "1"), SdJwtError.UnreferencedDisclosure },
        { "an inner disclosure without its outer one", one => { var digest = one.DiscloseMember("a", "1"); TestCredential.Embed(one.Payload, one.DiscloseMember("o", $$"""{"_sd":["{{digest}}"]}""")); one.Disclosures.RemoveAt(1); }, SdJwtError.UnreferencedDisclosure },
        { "the name _sd", one => one.WithClaim("_sd", "[]"), SdJwtError.ReservedName },
        { "the name ...", one => one.WithClaim("...", "1"), SdJwtError.ReservedName },
        { "the name _sd_alg", one => one.WithClaim("_sd_alg", "\"sha-512\""), SdJwtError.ReservedName },
        { "the name _sd, escaped", one => TestCredential.Embed(one.Payload, one.Disclose("""["salt","\u005fsd",[]]""")), SdJwtError.ReservedName },
        { "a claim that exists", one => { one.Payload["a"] = 1; one.WithClaim("a", "2"); }, SdJwtError.ClaimExists },
        { "two disclosures of one claim", one => one.WithClaim("a", "1").WithClaim("a", "2"), SdJwtError.ClaimExists },
        { "a claim that exists, escaped", one => { one.Payload["a"] = 1; TestCredential.Embed(one.Payload, one.Disclose("""["salt","\u0061",2]""")); }, SdJwtError.ClaimExists },
        { "an array element's disclosure in an object", one => TestCredential.Embed(one.Payload, one.DiscloseItem("1")), SdJwtError.DisclosureArity },
        { "a member's disclosure in an array", one => one.Payload["l"] = JsonNode.Parse($$"""[{"...":"{{one.DiscloseMember("a", "1")}}"}]"""), SdJwtError.DisclosureArity },
        { "four elements", one => TestCredential.Embed(one.Payload, one.Disclose("""["salt","a",1,2]""")), SdJwtError.DisclosureArity },
        { "one element", one => TestCredential.Embed(one.Payload, one.Disclose("""["salt"]""")), SdJwtError.DisclosureArity },
        { "no element", one => TestCredential.Embed(one.Payload, one.Disclose("[]")), SdJwtError.DisclosureArity },
        { "a salt that is a number", one => TestCredential.Embed(one.Payload, one.Disclose("""[1,"a",1]""")), SdJwtError.SaltNotString },
        { "a salt that is null", one => TestCredential.Embed(one.Payload, one.Disclose("""[null,1]""")), SdJwtError.SaltNotString },
        { "a name that is a number", one => TestCredential.Embed(one.Payload, one.Disclose("""["salt",7,1]""")), SdJwtError.NameNotString },
        { "an object", one => TestCredential.Embed(one.Payload, one.Disclose("""{"salt":"a"}""")), SdJwtError.DisclosureMalformed },
        { "no JSON", one => TestCredential.Embed(one.Payload, one.Disclose("""["salt","a",1""")), SdJwtError.DisclosureMalformed },
        { "duplicate members in a value", one => one.WithClaim("a", """{"x":1,"x":2}"""), SdJwtError.DisclosureMalformed },
        { "half a surrogate pair", one => one.WithClaim("a", "\"\\ud800\""), SdJwtError.DisclosureMalformed },
        { "padding", one => { one.WithClaim("a", "1"); one.Disclosures[0] += "="; }, SdJwtError.DisclosureMalformed },
        { "unused bits", one => { one.Disclosures.Add("WyJzIiwxXR"); one.Payload["l"] = JsonNode.Parse($$"""[{"...":"{{one.Digest("WyJzIiwxXR")}}"}]"""); }, SdJwtError.DisclosureMalformed },
        { "_sd no array", one => one.Payload["_sd"] = "x", SdJwtError.DigestsMalformed },
        { "_sd an object", one => one.Payload["o"] = JsonNode.Parse("""{"_sd":{}}"""), SdJwtError.DigestsMalformed },
        { "_sd with a number", one => one.Payload["_sd"] = new JsonArray("a", 1), SdJwtError.DigestsMalformed },
        { "... beside another member", one => one.Payload["l"] = JsonNode.Parse("""[{"...":"x","y":1}]"""), SdJwtError.PlaceholderMalformed },
        { "... a number", one => one.Payload["l"] = JsonNode.Parse("""[{"...":1}]"""), SdJwtError.PlaceholderMalformed },
        { "... in an object", one => one.Payload["o"] = JsonNode.Parse("""{"...":"x"}"""), SdJwtError.PlaceholderMalformed },
        { "... at the top", one => one.Payload["..."] = "x", SdJwtError.PlaceholderMalformed },
        { "_sd_alg below the top", one => one.Payload["o"] = JsonNode.Parse("""{"_sd_alg":"sha-256"}"""), SdJwtError.HashAlgorithmMisplaced },
        { "_sd_alg in a disclosed value", one => one.WithClaim("a", """{"_sd_alg":"sha-256"}"""), SdJwtError.HashAlgorithmMisplaced },
        { "_sd_alg unknown", one => one.Payload["_sd_alg"] = "SHA-256", SdJwtError.HashAlgorithm },
        { "_sd_alg null", one => one.Payload["_sd_alg"] = null, SdJwtError.HashAlgorithm },
        { "too deep by recursion", Nest, SdJwtError.TooDeep },
    };

    [Theory]
    [MemberData(nameof(Attacks), DisableDiscoveryEnumeration = true)]
    public void An_SD_JWT_that_breaks_a_rule_is_refused_for_that_rule(string attack, Action<TestCredential> change, SdJwtError error)
    {
        var credential = Empty();
        change(credential);

        Assert.Null(Process(credential, out var actual));
        Assert.True(actual == error, $"{attack}: {actual}");
    }

    [Theory]
    [InlineData("", SdJwtError.NotCompact)]
    [InlineData("~", SdJwtError.NotCompact)]
    [InlineData("a.b.c", SdJwtError.NotCompact)]
    [InlineData("a.b.c~", SdJwtError.IssuerJwtMalformed)]
    [InlineData("~~", SdJwtError.NotCompact)]
    public void What_is_not_an_SD_JWT_is_refused(string text, SdJwtError error)
    {
        Assert.Null(SdJwtPresentation.Parse(text, SdJwtLimits.Default, out var actual));
        Assert.Equal(error, actual);
    }

    [Fact]
    public void An_empty_disclosure_is_refused()
    {
        Assert.Null(SdJwtPresentation.Parse(Empty().IssuerJwt() + "~~", SdJwtLimits.Default, out var error));
        Assert.Equal(SdJwtError.NotCompact, error);
    }

    [Fact]
    public void Limits_of_length_and_count_hold()
    {
        var credential = Empty();
        credential.WithClaim("a", "1").WithClaim("b", "2");
        var text = credential.WithoutBinding();

        Assert.NotNull(SdJwtPresentation.Parse(text, SdJwtLimits.Default with { MaxDisclosures = 2, MaxLength = text.Length }, out _));
        Assert.Null(SdJwtPresentation.Parse(text, SdJwtLimits.Default with { MaxDisclosures = 1 }, out var count));
        Assert.Null(SdJwtPresentation.Parse(text, SdJwtLimits.Default with { MaxLength = text.Length - 1 }, out var length));
        Assert.Equal((SdJwtError.TooManyDisclosures, SdJwtError.TooLong), (count, length));
    }

    private static void Nest(TestCredential credential)
    {
        var digest = credential.DiscloseMember("n", "1");
        for (var level = 0; level < SdJwtLimits.Default.MaxDepth; level++)
        {
            digest = credential.DiscloseMember("n", $$"""{"_sd":["{{digest}}"]}""");
        }

        TestCredential.Embed(credential.Payload, digest);
    }

    private TestCredential Empty()
    {
        var credential = new TestCredential(_key, _key);
        credential.Payload.Clear();
        return credential;
    }

    private static ProcessedPayload? Process(TestCredential credential, out SdJwtError error)
    {
        var presentation = SdJwtPresentation.Parse(credential.WithoutBinding(), SdJwtLimits.Default, out error);
        Assert.NotNull(presentation);
        Assert.True(presentation.IssuerJwt.TryReadClaims(out var payload));
        return DisclosureProcessor.Process(payload, presentation.Disclosures, SdJwtLimits.Default, out error);
    }

    private static void AssertProcessed(TestCredential credential, string expected)
    {
        var processed = Process(credential, out var error);

        Assert.Equal(SdJwtError.None, error);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(processed!.Claims.GetRawText())), processed.Claims.GetRawText());
    }
}
