using Eudiplo.Protocol.Dcql;

namespace Eudiplo.Unit.Tests.Dcql;

public sealed class DcqlQueryTests
{
    private const string Good = """
        {"credentials":[
          {"id":"pid","format":"dc+sd-jwt","meta":{"vct_values":["urn:eudi:pid:1"]},
           "claims":[{"id":"a","path":["given_name"]},{"id":"b","path":["address",null,0,"street"],"values":["x",1,true]}],
           "claim_sets":[["b"],["a"]],
           "trusted_authorities":[{"type":"aki","values":["s9tIpPmhxdiuNkHMEWNpYim8S8Y"]},{"type":"etsi_tl","values":["https://lotl.example.com"]}],
           "multiple":true,"require_cryptographic_holder_binding":false},
          {"id":"mdl","format":"mso_mdoc","meta":{"doctype_value":"org.iso.18013.5.1.mDL"},
           "claims":[{"path":["org.iso.18013.5.1","given_name"],"intent_to_retain":true}]}],
         "credential_sets":[{"options":[["pid"],["mdl"]],"required":false}]}
        """;

    [Fact]
    public void Everything_that_a_query_says_is_read()
    {
        var query = Parse(Good);

        var pid = query.Credentials[0];
        Assert.Equal(("pid", "dc+sd-jwt", true, false), (pid.Id, pid.Format, pid.Multiple, pid.RequireHolderBinding));
        Assert.Equal(["urn:eudi:pid:1"], pid.Types);
        Assert.Equal([ClaimsPathElement.Member("address"), ClaimsPathElement.All, ClaimsPathElement.Item(0), ClaimsPathElement.Member("street")], pid.Claims[1].Path);
        Assert.Equal(3, pid.Claims[1].Values.Count);
        Assert.Equal([[1], [0]], pid.ClaimSets);
        Assert.Equal(["aki", "etsi_tl"], pid.TrustedAuthorities.Select(one => one.Type));
        var mdl = query.Find("mdl")!;
        Assert.Equal((false, true), (mdl.Multiple, mdl.RequireHolderBinding));
        Assert.True(mdl.Claims[0].IntentToRetain);
        Assert.False(query.CredentialSets[0].Required);
        Assert.Equal([["pid"], ["mdl"]], query.CredentialSets[0].Options);
        Assert.Equal(Good, query.Json);
        Assert.Empty(query.UnknownMembers);
    }

    [Theory]
    [InlineData("""[]""", "")]
    [InlineData("""null""", "")]
    [InlineData("""{"credentials":[],"credentials":[]}""", "")]
    [InlineData("""{}""", "credentials")]
    [InlineData("""{"credentials":{}}""", "credentials")]
    [InlineData("""{"credentials":[]}""", "credentials")]
    [InlineData("""{"credentials":[7]}""", "credentials[0]")]
    [InlineData("""{"credentials":[{"format":"dc+sd-jwt","meta":{"vct_values":["v"]}}]}""", "credentials[0].id")]
    [InlineData("""{"credentials":[{"id":"","format":"dc+sd-jwt","meta":{"vct_values":["v"]}}]}""", "credentials[0].id")]
    [InlineData("""{"credentials":[{"id":"a b","format":"dc+sd-jwt","meta":{"vct_values":["v"]}}]}""", "credentials[0].id")]
    [InlineData("""{"credentials":[{"id":"ä","format":"dc+sd-jwt","meta":{"vct_values":["v"]}}]}""", "credentials[0].id")]
    [InlineData("""{"credentials":[{"id":1,"format":"dc+sd-jwt","meta":{"vct_values":["v"]}}]}""", "credentials[0].id")]
    [InlineData("""{"credentials":[{"id":"a","meta":{"vct_values":["v"]}}]}""", "credentials[0].format")]
    [InlineData("""{"credentials":[{"id":"a","format":"ldp_vc","meta":{"vct_values":["v"]}}]}""", "credentials[0].format")]
    [InlineData("""{"credentials":[{"id":"a","format":"jwt_vc_json","meta":{}}]}""", "credentials[0].format")]
    [InlineData("""{"credentials":[{"id":"a","format":"dc+sd-jwt"}]}""", "credentials[0].meta")]
    [InlineData("""{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":[]}]}""", "credentials[0].meta")]
    [InlineData("""{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{}}]}""", "credentials[0].meta.vct_values")]
    [InlineData("""{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{"vct_values":[]}}]}""", "credentials[0].meta.vct_values")]
    [InlineData("""{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{"vct_values":["v",1]}}]}""", "credentials[0].meta.vct_values[1]")]
    [InlineData("""{"credentials":[{"id":"a","format":"mso_mdoc","meta":{}}]}""", "credentials[0].meta.doctype_value")]
    [InlineData("""{"credentials":[{"id":"a","format":"mso_mdoc","meta":{"doctype_value":["v"]}}]}""", "credentials[0].meta.doctype_value")]
    [InlineData("""{"credentials":[{"id":"a","format":"mso_mdoc","meta":{"doctype_value":"d"},"claims":[{"path":["n"]}]}]}""", "credentials[0].claims[0].path")]
    [InlineData("""{"credentials":[{"id":"a","format":"mso_mdoc","meta":{"doctype_value":"d"},"claims":[{"path":["n",null]}]}]}""", "credentials[0].claims[0].path")]
    public void A_query_that_is_not_valid_is_refused_with_the_path_of_the_error(string json, string path) => AssertFault(json, path);

    [Theory]
    [InlineData("\"multiple\":\"yes\"", "multiple")]
    [InlineData("\"require_cryptographic_holder_binding\":1", "require_cryptographic_holder_binding")]
    [InlineData("\"claims\":[]", "claims")]
    [InlineData("\"claims\":{}", "claims")]
    [InlineData("\"claims\":[{\"path\":[\"n\"]},[]]", "claims[1]")]
    [InlineData("\"claims\":[{\"id\":\"x\"}]", "claims[0].path")]
    [InlineData("\"claims\":[{\"path\":[\"n\"]},{\"path\":[]}]", "claims[1].path")]
    [InlineData("\"claims\":[{\"path\":\"n\"}]", "claims[0].path")]
    [InlineData("\"claims\":[{\"path\":[\"n\",-1]}]", "claims[0].path[1]")]
    [InlineData("\"claims\":[{\"path\":[\"n\",1.5]}]", "claims[0].path[1]")]
    [InlineData("\"claims\":[{\"path\":[\"n\",true]}]", "claims[0].path[1]")]
    [InlineData("\"claims\":[{\"path\":[null]}]", "claims[0].path")]
    [InlineData("\"claims\":[{\"path\":[\"n\",0]},{\"path\":[\"n\",0]}]", "claims[1].path")]
    [InlineData("\"claims\":[{\"path\":[\"n\"],\"values\":[]}]", "claims[0].values")]
    [InlineData("\"claims\":[{\"path\":[\"n\"],\"values\":[1.5]}]", "claims[0].values[0]")]
    [InlineData("\"claims\":[{\"path\":[\"n\"],\"values\":[null]}]", "claims[0].values[0]")]
    [InlineData("\"claims\":[{\"path\":[\"n\"],\"intent_to_retain\":\"no\"}]", "claims[0].intent_to_retain")]
    [InlineData("\"claims\":[{\"id\":\"x\",\"path\":[\"n\"]},{\"id\":\"x\",\"path\":[\"m\"]}]", "claims[1].id")]
    [InlineData("\"claim_sets\":[[\"x\"]]", "claim_sets")]
    [InlineData("\"claims\":[{\"path\":[\"n\"]}],\"claim_sets\":[[\"x\"]]", "claims[0].id")]
    [InlineData("\"claims\":[{\"id\":\"x\",\"path\":[\"n\"]}],\"claim_sets\":[[\"y\"]]", "claim_sets[0]")]
    [InlineData("\"claims\":[{\"id\":\"x\",\"path\":[\"n\"]}],\"claim_sets\":[[]]", "claim_sets[0]")]
    [InlineData("\"trusted_authorities\":[]", "trusted_authorities")]
    [InlineData("\"trusted_authorities\":[{\"type\":\"openid_federation\",\"values\":[\"https://t\"]}]", "trusted_authorities[0].type")]
    [InlineData("\"trusted_authorities\":[{\"type\":\"aki\",\"values\":[\"a=\"]}]", "trusted_authorities[0].values")]
    [InlineData("\"trusted_authorities\":[{\"type\":\"aki\",\"values\":[]}]", "trusted_authorities[0].values")]
    [InlineData("\"trusted_authorities\":[{\"type\":\"aki\"}]", "trusted_authorities[0].values")]
    [InlineData("\"trusted_authorities\":[{\"values\":[\"x\"]}]", "trusted_authorities[0].type")]
    public void A_fault_in_a_credential_query_is_told_with_its_path(string member, string path) =>
        AssertFault(
            $$$"""{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{"vct_values":["v"]},{{{member}}}}]}""",
            $"credentials[0].{path}");

    [Theory]
    [InlineData("[]", "credential_sets")]
    [InlineData("[1]", "credential_sets[0]")]
    [InlineData("[{}]", "credential_sets[0].options")]
    [InlineData("[{\"options\":[]}]", "credential_sets[0].options")]
    [InlineData("[{\"options\":[[]]}]", "credential_sets[0].options[0]")]
    [InlineData("[{\"options\":[[\"a\"],[\"z\"]]}]", "credential_sets[0].options[1]")]
    [InlineData("[{\"options\":[[\"a\"]],\"required\":0}]", "credential_sets[0].required")]
    public void A_fault_in_a_credential_set_is_told_with_its_path(string sets, string path) =>
        AssertFault($$$"""{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{"vct_values":["v"]}}],"credential_sets":{{{sets}}}}""", path);

    [Fact]
    public void Two_credential_queries_must_not_share_an_id() =>
        AssertFault(
            """{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{"vct_values":["v"]}},{"id":"a","format":"dc+sd-jwt","meta":{"vct_values":["v"]}}]}""",
            "credentials[1].id");

    [Fact]
    public void Unknown_members_are_ignored_and_named_to_the_operator()
    {
        var query = Parse("""{"x":1,"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{"vct_values":["v"]},"claim":[{"path":1}]}]}""");

        Assert.Equal(["x", "credentials[0].claim"], query.UnknownMembers);
    }

    [Fact]
    public void Every_fault_is_told_at_once()
    {
        Assert.False(DcqlQuery.TryParse("""{"credentials":[{"id":"a b","format":"x","meta":{}},{"id":"c","format":"dc+sd-jwt"}]}""", out _, out var errors));

        Assert.Equal(["credentials[0].id", "credentials[0].format", "credentials[1].meta"], errors.Select(one => one.Path));
    }

    [Theory]
    [MemberData(nameof(PublishedQueries.Supported), MemberType = typeof(PublishedQueries))]
    public void The_published_examples_of_the_specification_are_valid(string name, string json)
    {
        Assert.True(DcqlQuery.TryParse(json, out var query, out var errors), $"{name}: {string.Join("; ", errors)}");
        Assert.Empty(query.UnknownMembers);
    }

    private static DcqlQuery Parse(string json)
    {
        Assert.True(DcqlQuery.TryParse(json, out var query, out var errors), string.Join("; ", errors));
        return query;
    }

    private static void AssertFault(string json, string path)
    {
        Assert.False(DcqlQuery.TryParse(json, out _, out var errors));
        Assert.Contains(path, errors.Select(one => one.Path));
    }
}
