namespace Eudiplo.Grains.Abstractions.Tenants;

/// <summary>What came of a change of a tenant's document.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.TenantChange")]
public sealed record TenantChange
{
    /// <summary>The refusal, or null. Status 409: the tenant is configured by a file. 412 and 428: the version is another one, or was not named.</summary>
    [Id(0)] public ProtocolError? Error { get; init; }

    /// <summary>What is wrong with the document, each with the path of the member.</summary>
    [Id(1)] public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>The version that holds now; null when there is no tenant any more.</summary>
    [Id(2)] public string? Version { get; init; }

    /// <summary>Whether the tenant is new.</summary>
    [Id(3)] public bool IsNew { get; init; }

    /// <summary>A refusal.</summary>
    public static TenantChange Refused(int status, string description, IReadOnlyList<string>? problems = null) =>
        new() { Error = new ProtocolError("invalid_request", description, status), Problems = problems ?? [] };
}
