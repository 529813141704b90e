namespace Eudiplo.Grains.Tenants;

/// <summary>A credential that can be asked for, and the steps that come before it.</summary>
public sealed record CredentialConfiguration
{
    /// <summary>The credential configuration id of the issuer metadata (OID4VCI, "Credential Issuer Metadata").</summary>
    public required string CredentialConfigId { get; init; }

    /// <summary>The OAuth scope that asks for this credential; the id when it is left out.</summary>
    public string? Scope { get; init; }

    /// <summary>The credential format. Default <c>dc+sd-jwt</c>.</summary>
    public string Format { get; init; } = "dc+sd-jwt";

    /// <summary>The credential's type, for <c>dc+sd-jwt</c>.</summary>
    public string? Vct { get; init; }

    /// <summary>The name that people see.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The steps, in order. None: the fallback order applies.</summary>
    public IReadOnlyList<IaeAction> IaeActions { get; init; } = [];
}
