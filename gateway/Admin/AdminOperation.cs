namespace Eudiplo.Gateway.Admin;

/// <summary>How an admin call is described in the OpenAPI document.</summary>
/// <param name="Id">The operation's id.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Request">An example of the body; null where there is none.</param>
/// <param name="Status">The status of success.</param>
/// <param name="Response">An example of the answer; null where there is no body.</param>
internal sealed record AdminOperation(string Id, string Summary, string? Request, int Status, string? Response);
