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

    /// <summary>What an issued credential says. None: the credential is authorized here and issued elsewhere.</summary>
    public IReadOnlyList<CredentialClaim> Claims { get; init; } = [];

    /// <summary>The life of an issued credential, in seconds: 60 to 315,360,000. Default 31,536,000 (365 days).</summary>
    public int LifetimeSeconds { get; init; } = 31_536_000;

    /// <summary>The status list that issued credentials refer to; none when it is left out.</summary>
    public CredentialStatusList? StatusList { get; init; }
}
