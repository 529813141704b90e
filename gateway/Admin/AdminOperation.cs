namespace Eudiplo.Gateway.Admin;

/// <summary>How an admin call is described in the OpenAPI document.</summary>
/// <param name="Id">The operation's id.</param>
/// <param name="Tag">The thing that it is about.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Request">An example of the body; null where there is none.</param>
/// <param name="Status">The status of success.</param>
/// <param name="Response">An example of the answer; null where there is no body.</param>
internal sealed record AdminOperation(string Id, string Tag, string Summary, string? Request, int Status, string? Response)
{
    /// <summary>What the body may have; null where it is a tenant document, or where there is none.</summary>
    public AdminBody? Body { get; init; }

    /// <summary>The statuses beside that of success and those that every call has.</summary>
    public IReadOnlyList<int> Others { get; init; } = [];

    /// <summary>The request headers that are read.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>Whether the answer names the version of a document.</summary>
    public bool HasVersion { get; init; }
}
