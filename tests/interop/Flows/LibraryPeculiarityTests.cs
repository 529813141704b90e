using Eudiplo.Interop.Tests.Running;

namespace Eudiplo.Interop.Tests.Flows;

/// <summary>
/// Where the library and the specifications differ, and why Eudiplo has an option. When one of these fails, the library has changed, and the
/// option may have had its time.
/// </summary>
[Collection(InteropCollection.Name)]
public sealed class LibraryPeculiarityTests(InteropGateway gateway)
{
    // OpenID4VP 1.0, appendix A.2, has no client_id in unsigned requests, and wallets ignore it.
    [NodeFact]
    public async Task The_library_takes_no_unsigned_request_without_a_client_id()
    {
        var run = await gateway.RunWalletAsync("demo", "citizen-credential");

        Assert.Equal(["metadata", "initial", "error"], run.Steps);
        Assert.Contains("Missing required client_id parameter", run.Description, StringComparison.Ordinal);
    }

    // OpenID4VCI 1.1, "Require Presentation", has expected_origins in signed requests, and no expected_url.
    [NodeFact]
    public async Task The_library_takes_no_signed_request_with_expected_origins()
    {
        var run = await gateway.RunWalletAsync("origins", "citizen-credential");

        Assert.Equal(["metadata", "initial", "error"], run.Steps);
        Assert.Contains("'expected_origins' parameter MUST NOT be present", run.Description, StringComparison.Ordinal);
    }
}
