namespace Eudiplo.Grains.Abstractions.Tenants;

/// <summary>One tenant: its configuration. The key is the tenant's id.</summary>
[Alias("eudiplo.ITenantGrain")]
public interface ITenantGrain : IGrainWithStringKey
{
    /// <summary>The tenant's configuration and its version; null when there is no such tenant.</summary>
    [Alias("Get")]
    Task<TenantSnapshot?> GetAsync();

    /// <summary>The authorization server metadata (RFC 8414) as UTF-8 JSON; null when there is no such tenant.</summary>
    [Alias("GetAuthorizationServerMetadata")]
    Task<byte[]?> GetAuthorizationServerMetadataAsync();

    /// <summary>The credential issuer metadata (OID4VCI, "Credential Issuer Metadata") as UTF-8 JSON; null when there is no such tenant.</summary>
    [Alias("GetCredentialIssuerMetadata")]
    Task<byte[]?> GetCredentialIssuerMetadataAsync();

    /// <summary>What a gateway must know to check DPoP proofs; null when there is no such tenant.</summary>
    [Alias("GetDpopPolicy")]
    Task<DpopPolicy?> GetDpopPolicyAsync();

    /// <summary>The metadata of the issuer of JWT VCs (SD-JWT VC, "JWT VC Issuer Metadata") as UTF-8 JSON; null when there is no such tenant.</summary>
    [Alias("GetJwtVcIssuerMetadata")]
    Task<byte[]?> GetJwtVcIssuerMetadataAsync();
}
