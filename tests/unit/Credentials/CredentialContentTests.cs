using System.Text;
using System.Text.Json.Nodes;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.SdJwt;
using Eudiplo.Unit.Tests.Grants;
using Eudiplo.Unit.Tests.SdJwt;
using Eudiplo.Unit.Tests.Sessions;

namespace Eudiplo.Unit.Tests.Credentials;

/// <summary>What is signed into a credential, and what is not.</summary>
public sealed class CredentialContentTests
{
    private const string WithoutOptionalValues =
        """[{"index":0,"type":"openid4vp_presentation","completedAt":"2026-01-01T12:00:00Z","credentials":[{"id":"pid","format":"dc+sd-jwt","claims":{"given_name":"Erika"}}]}]""";

    [Fact]
    public async Task The_number_of_digests_does_not_tell_which_optional_values_there_were()
    {
        await using var host = new SessionHost();
        var (full, disclosed) = await IssueAsync(host, null);
        var (sparse, fewer) = await IssueAsync(host, WithoutOptionalValues);

        Assert.Equal(2, disclosed - fewer);
        Assert.Equal(full["_sd"]!.AsArray().Count, sparse["_sd"]!.AsArray().Count);
        Assert.Equal(full.AsObject().Select(m => m.Key).Order(), sparse.AsObject().Select(m => m.Key).Order());
    }

    [Fact]
    public async Task Digests_are_sorted_so_that_their_order_tells_nothing()
    {
        await using var host = new SessionHost();
        var digests = (await IssueAsync(host, null)).Payload["_sd"]!.AsArray().Select(d => (string)d!).ToList();

        Assert.Equal(digests.Order(StringComparer.Ordinal), digests);
        Assert.Equal(digests.Count, digests.Distinct().Count());
    }

    [Theory]
    [InlineData("""{"_sd":["AAAA"]}""")]
    [InlineData("""{"parts":[{"...":"AAAA"}]}""")]
    [InlineData("""{"a":{"b":[[{"_sd":[]}]]}}""")]
    public async Task A_value_that_brings_digests_of_its_own_is_never_signed(string value)
    {
        await using var host = new SessionHost();
        using var key = new TestKey();
        var issuance = new TestIssuance(host);
        var steps = JsonNode.Parse(WithoutOptionalValues)!.AsArray();
        steps.Add(new JsonObject
        {
            ["index"] = 1,
            ["type"] = "redirect_to_web",
            ["completedAt"] = "2026-01-01T12:01:00Z",
            ["data"] = new JsonObject { ["company"] = JsonNode.Parse(value) },
        });
        var tokens = await issuance.TokensAsync(steps.ToJsonString());

        Assert.Equal("credential_request_denied", (await issuance.IssueAsync(tokens, TestIssuance.Request(await issuance.ProofAsync(key)))).Error?.Code);
        Assert.False(new SdJwtVcBuilder().TryAdd(["company"], JsonNode.Parse(value), isSelective: true));
    }

    [Fact]
    public async Task An_operator_sees_which_indices_of_which_status_list_the_credentials_of_a_grant_have()
    {
        await using var host = new SessionHost();
        using var key = new TestKey();
        var issuance = new TestIssuance(host);
        var tokens = await issuance.TokensAsync();
        var reply = await issuance.IssueAsync(tokens, TestIssuance.Request(await issuance.ProofAsync(key)));
        var credential = (string)JsonNode.Parse(reply.Json!)!["credentials"]![0]!["credential"]!;
        var payload = JsonNode.Parse((await IntrospectionTests.VerifyAsync(host, credential.Split('~')[0], "dc+sd-jwt")).GetRawText())!;

        var view = await host.Grant(issuance.Grant.Id).OpenAsync(Eudiplo.Grains.Abstractions.Grants.GrantTokenKind.AccessToken, tokens.AccessToken!, withSubject: false);
        var issued = Assert.Single(view!.Credentials!);
        Assert.Equal("issued", issued.CredentialConfigurationId);
        Assert.Equal("https://status.example/1", issued.StatusListUri);
        Assert.Equal((int)payload["status"]!["status_list"]!["idx"]!, Assert.Single(issued.StatusIndices!));
    }

    private static async Task<(JsonNode Payload, int Disclosures)> IssueAsync(SessionHost host, string? steps)
    {
        using var key = new TestKey();
        var issuance = new TestIssuance(host);
        var reply = await issuance.IssueAsync(await issuance.TokensAsync(steps), TestIssuance.Request(await issuance.ProofAsync(key)));
        var parts = ((string)JsonNode.Parse(reply.Json!)!["credentials"]![0]!["credential"]!).Split('~');
        Assert.True(StrictBase64Url.TryDecode(parts[0].Split('.')[1], out var payload));
        return (JsonNode.Parse(Encoding.UTF8.GetString(payload))!, parts.Length - 2);
    }
}
