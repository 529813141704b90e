using Eudiplo.Interop.Tests.Running;

namespace Eudiplo.Interop.Tests.Flows;

/// <summary>A wallet whose protocol and credentials are the work of others gets its token.</summary>
[Collection(InteropCollection.Name)]
public sealed class LibraryWalletTests(InteropGateway gateway)
{
    /// <summary>The tenant, whether its request is signed, the name that the wallet then knows the verifier by, and the response mode.</summary>
    public static TheoryData<string, string, string> Requests => new()
    {
        { "unsigned", "pre-registered", "iae_post" },
        { "unsigned-encrypted", "pre-registered", "iae_post.jwt" },
        { "hash", "x509_hash", "iae_post" },
        { "hash-encrypted", "x509_hash", "iae_post.jwt" },
        { "name", "x509_san_dns", "iae_post" },
        { "name-encrypted", "x509_san_dns", "iae_post.jwt" },
    };

    [NodeTheory]
    [MemberData(nameof(Requests))]
    public async Task A_presentation_leads_to_the_token(string tenant, string prefix, string responseMode)
    {
        var run = await gateway.RunWalletAsync(tenant, "citizen-credential");

        AssertSteps(["metadata", "initial", "request", "follow-up", "token"], run);
        AssertRequest(run, prefix, responseMode);
        Assert.Equal("Bearer", (string?)run["token"]["token_type"]);
    }

    [NodeTheory]
    [MemberData(nameof(Requests))]
    public async Task A_presentation_and_then_a_web_step_lead_to_the_token(string tenant, string prefix, string responseMode)
    {
        var run = await gateway.RunWalletAsync(tenant, "organization-credential");

        AssertSteps(["metadata", "initial", "request", "follow-up", "browser", "backend", "follow-up", "token"], run);
        AssertRequest(run, prefix, responseMode);
    }

    [NodeFact]
    public async Task A_web_step_leads_to_the_token()
    {
        var run = await gateway.RunWalletAsync("demo", "web-credential");

        AssertSteps(["metadata", "initial", "browser", "backend", "follow-up", "token"], run);
        Assert.StartsWith("https://example.com/register?session=", (string?)run["browser"]["location"], StringComparison.Ordinal);
    }

    [NodeFact]
    public async Task What_authorization_details_ask_for_is_told_with_the_token()
    {
        var run = await gateway.RunWalletAsync("unsigned", "citizen-credential", "--authorization", "details");

        var granted = Assert.Single(run["token"]["authorization_details"]!.AsArray())!;
        Assert.Equal("citizen-credential", (string?)granted["credential_configuration_id"]);
        Assert.NotEmpty(granted["credential_identifiers"]!.AsArray());
    }

    [NodeFact]
    public async Task The_two_calls_that_the_library_has_for_a_flow_with_one_presentation_lead_to_the_token()
    {
        var run = await gateway.RunWalletAsync("unsigned", "citizen-credential", "--authorization", "offer");

        AssertSteps(["metadata", "initial", "request", "follow-up", "token"], run);
        Assert.Equal("InteractiveAuthorizationOpenid4vp", (string?)run["initial"]["flow"]);
    }

    [NodeFact]
    public async Task A_web_step_that_leads_back_to_the_wallet_ends_in_a_redirect_that_the_library_verifies()
    {
        var run = await gateway.RunWalletAsync("demo", "browser-credential", "--authorization", "offer");

        AssertSteps(["metadata", "initial", "browser", "return", "token"], run);
        Assert.Equal("Oauth2Redirect", (string?)run["initial"]["flow"]);
        Assert.Equal("https://wallet.example/callback", (string?)run["return"]["to"]);
        Assert.Equal("state of the wallet", (string?)run["return"]["state"]);
        Assert.Equal(new Uri(gateway.Url, "demo").AbsoluteUri, (string?)run["return"]["iss"]);
    }

    [NodeTheory]
    [InlineData("unsigned")]
    [InlineData("dpop")]
    public async Task Proofs_of_the_librarys_making_bind_the_token_to_its_key_with_server_nonces_and_without(string tenant)
    {
        var run = await gateway.RunWalletAsync(tenant, "organization-credential", "--dpop");

        AssertSteps(["metadata", "initial", "request", "follow-up", "browser", "backend", "follow-up", "token"], run);
        Assert.Equal("DPoP", (string?)run["token"]["token_type"]);
    }

    [NodeFact]
    public async Task Where_the_tenant_wants_DPoP_a_wallet_without_it_is_refused_in_words_that_the_library_reads()
    {
        var run = await gateway.RunWalletAsync("dpop", "citizen-credential");

        AssertSteps(["metadata", "error"], run);
        Assert.Equal("invalid_dpop_proof", run.Error);
    }

    [NodeFact]
    public async Task An_attestation_of_the_librarys_making_authenticates_the_wallet_at_every_request()
    {
        var run = await gateway.RunWalletAsync("attested", "organization-credential", "--attested");

        AssertSteps(["metadata", "initial", "request", "follow-up", "browser", "backend", "follow-up", "token"], run);
    }

    [NodeFact]
    public async Task Where_the_tenant_wants_attestations_a_wallet_without_one_is_refused_in_words_that_the_library_reads()
    {
        var run = await gateway.RunWalletAsync("attested", "organization-credential");

        AssertSteps(["metadata", "error"], run);
        Assert.Equal("invalid_client", run.Error);
    }

    [NodeTheory]
    [InlineData("unsigned")]
    [InlineData("hash-encrypted")]
    public async Task A_PID_of_an_issuer_that_the_tenant_does_not_trust_is_refused_in_words_that_the_library_reads(string tenant)
    {
        var run = await gateway.RunWalletAsync(tenant, "citizen-credential", "--stranger");

        AssertSteps(["metadata", "initial", "request", "error"], run);
        Assert.Equal("presentation_failed", run.Error);
    }

    private static void AssertRequest(WalletRun run, string prefix, string responseMode)
    {
        Assert.Equal(prefix != "pre-registered", (bool)run["request"]["signed"]!);
        Assert.Equal(prefix, (string?)run["request"]["prefix"]);
        Assert.Equal(responseMode, (string?)run["request"]["response_mode"]);
    }

    private static void AssertSteps(string[] expected, WalletRun run) =>
        Assert.True(expected.SequenceEqual(run.Steps), $"Expected {string.Join(", ", expected)}, but:\n{run}");
}
