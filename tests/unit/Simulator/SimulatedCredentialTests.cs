using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Eudiplo.WalletSimulator.Dcql;
using Eudiplo.WalletSimulator.Demo;
using Eudiplo.WalletSimulator.Jose;
using Eudiplo.WalletSimulator.Keys;
using Eudiplo.WalletSimulator.OAuth;
using Eudiplo.WalletSimulator.Presentations;
using Eudiplo.WalletSimulator.SdJwt;

namespace Eudiplo.Unit.Tests.Simulator;

/// <summary>The simulator's own credentials against published vectors and against themselves: a wrong wallet proves nothing.</summary>
public sealed class SimulatedCredentialTests
{
    private const string Nonce = "n-0S6_WzA2Mj";
    private const string Audience = "iae:https://issuer.example";
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    [Fact]
    public void A_disclosure_has_the_digest_that_the_specification_prints()
    {
        var disclosure = Disclosure.Parse("WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0");

        Assert.Equal("family_name", disclosure.Name);
        Assert.Equal("Möbius", (string?)disclosure.Value);
        Assert.Equal("X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0", disclosure.Digest(HashAlgorithmName.SHA256));
    }

    [Fact]
    public void A_challenge_is_the_one_that_the_specification_prints() =>
        Assert.Equal(
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
            Pkce.FromVerifier("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").Challenge);

    [Fact]
    public void A_holder_sees_every_claim_that_the_issuer_put_in()
    {
        var root = (JsonObject)Pid(out _).Root.ToJson()!;

        foreach (var (name, value) in DemoPid.Claims())
        {
            Assert.True(JsonNode.DeepEquals(value, root[name]), name);
        }
    }

    [Fact]
    public void A_path_reveals_what_it_points_to_with_what_lies_around_and_inside_and_nothing_else()
    {
        var pid = Pid(out _);

        Assert.Equal(["locality", "address"], Names(pid, ClaimPath.Of("address", "locality")));
        Assert.Equal(
            ["street_address", "locality", "postal_code", "country", "address"], Names(pid, ClaimPath.Of("address")));
        Assert.Equal([null, "nationalities"], Names(pid, ClaimPath.Of("nationalities", 1)));
        Assert.Equal([null, null, "nationalities"], Names(pid, ClaimPath.Of("nationalities", null)));
        Assert.Empty(Names(pid, ClaimPath.Of("nationalities", "name")));
        Assert.Empty(Names(pid, ClaimPath.Of("address", 0)));
        Assert.Empty(Names(pid, ClaimPath.Of("nationalities", 2)));
    }

    [Fact]
    public void A_presentation_is_signed_by_the_holder_over_what_it_reveals()
    {
        var pid = Pid(out var issuer);

        var parts = pid.Present(pid.Choose([ClaimPath.Of("given_name")]), Nonce, Audience, Now).Split('~');

        Assert.Equal(3, parts.Length);
        Assert.True(CompactJws.Verify(parts[0], issuer));
        Assert.Equal("given_name", Disclosure.Parse(parts[1]).Name);
        Assert.True(CompactJws.Verify(parts[2], pid.Holder));
        var binding = CompactJws.Payload(parts[2]);
        Assert.Equal(Nonce, (string?)binding["nonce"]);
        Assert.Equal(Audience, (string?)binding["aud"]);
        Assert.Equal(Now.ToUnixTimeSeconds(), (long)binding["iat"]!);
        Assert.Equal(SdHash.Of($"{parts[0]}~{parts[1]}~", HashAlgorithmName.SHA256), (string?)binding["sd_hash"]);
    }

    [Fact]
    public void Only_the_named_wrong_is_in_a_mutated_presentation()
    {
        var pid = Pid(out var issuer);
        var honest = pid.Choose([ClaimPath.Of("given_name"), ClaimPath.Of("family_name")]);

        var dropped = pid.Present(honest, Nonce, Audience, Now, new() { DropAfterBinding = d => d.Name == "given_name" }).Split('~');
        var tampered = pid.Present(honest, Nonce, Audience, Now, new() { TamperIssuerSignature = true }).Split('~');
        var foreign = pid.Present(honest, Nonce, Audience, Now, new() { SigningKey = EcKey.Generate() }).Split('~');

        Assert.Equal(3, dropped.Length);
        Assert.True(CompactJws.Verify(dropped[^1], pid.Holder));
        Assert.False(CompactJws.Verify(tampered[0], issuer));
        Assert.Equal(
            SdHash.Of(string.Join('~', tampered[..^1]) + "~", HashAlgorithmName.SHA256),
            (string?)CompactJws.Payload(tampered[^1])["sd_hash"]);
        Assert.True(CompactJws.Verify(foreign[0], issuer));
        Assert.False(CompactJws.Verify(foreign[^1], pid.Holder));
    }

    [Fact]
    public void A_wallet_takes_the_first_claim_set_that_it_can_satisfy()
    {
        var request = Request("""
            {"credentials":[{"id":"pid","format":"dc+sd-jwt","meta":{"vct_values":["urn:eudi:pid:1"]},
              "claims":[{"id":"a","path":["email"]},{"id":"b","path":["age_equal_or_over","18"],"values":[true]},
                {"id":"c","path":["birthdate"]}],
              "claim_sets":[["a"],["b"],["c"]]}]}
            """);

        var selection = Wallet().Choose(request);

        Assert.Null(selection.Obstacle);
        Assert.Equal("age_equal_or_over.18", Assert.Single(Assert.Single(selection.Matches).Claims).Path.ToString());
    }

    [Theory]
    [InlineData("""{"credentials":[{"id":"pid","format":"dc+sd-jwt","meta":{"vct_values":["urn:other"]}}]}""")]
    [InlineData("""{"credentials":[{"id":"pid","format":"dc+sd-jwt","meta":{},"claims":[{"path":["email"]}]}]}""")]
    [InlineData("""{"credentials":[{"id":"pid","format":"dc+sd-jwt","meta":{},"claims":[{"path":["birthdate"],"values":["x"]}]}]}""")]
    [InlineData("""{"credentials":[{"id":"pid","format":"mso_mdoc","meta":{"doctype_value":"org.iso.18013.5.1.mDL"}}]}""")]
    public void A_wallet_denies_what_it_cannot_satisfy(string query)
    {
        var answer = JsonNode.Parse(Wallet().Answer(Request(query), Audience, "https://issuer.example/iae"))!;

        Assert.Equal("access_denied", (string?)answer["error"]);
        Assert.Null(answer["vp_token"]);
    }

    [Fact]
    public void An_optional_credential_set_is_left_out_when_the_wallet_cannot_satisfy_it()
    {
        var request = Request("""
            {"credentials":[{"id":"pid","format":"dc+sd-jwt","meta":{}},{"id":"mdl","format":"mso_mdoc","meta":{}}],
             "credential_sets":[{"options":[["mdl"],["pid"]]},{"options":[["mdl"]],"required":false}]}
            """);

        Assert.Equal("pid", Assert.Single(Wallet().Choose(request).Matches).Query.Id);
    }

    private static SdJwtCredential Pid(out EcKey issuerKey)
    {
        issuerKey = EcKey.Generate();
        return new SdJwtIssuer(DemoMaterial.PidIssuer, issuerKey, TimeProvider.System).Issue(DemoPid.For(EcKey.Generate()));
    }

    private static HolderWallet Wallet() => new([new SdJwtHeldCredential(Pid(out _))], TimeProvider.System);

    private static PresentationRequest Request(string query) => PresentationRequest.Parse(new JsonObject
    {
        ["response_type"] = "vp_token",
        ["response_mode"] = "iae_post",
        ["nonce"] = Nonce,
        ["dcql_query"] = JsonNode.Parse(query),
    });

    private static IEnumerable<string?> Names(SdJwtCredential credential, ClaimPath path) =>
        credential.Choose([path]).Select(disclosure => disclosure.Name);
}
