namespace Eudiplo.Grains.Abstractions.Tenants;

/// <summary>One tenant: its configuration. The key is the tenant's id.</summary>
[Alias("eudiplo.ITenantGrain")]
public interface ITenantGrain : IGrainWithStringKey
{
    /// <summary>The tenant's configuration and its version; null when there is no such tenant.</summary>
    [Alias("Get")]
    Task<TenantSnapshot?> GetAsync();

    /// <summary>The tenant's configuration for people to see, without its secrets, and its version; null when there is no such tenant.</summary>
    [Alias("Show")]
    Task<TenantSnapshot?> ShowAsync();

    /// <summary>The authorization server metadata (RFC 8414) as UTF-8 JSON; null when there is no such tenant.</summary>
    [Alias("GetAuthorizationServerMetadata")]
    Task<byte[]?> GetAuthorizationServerMetadataAsync();

    /// <summary>The credential issuer metadata (OID4VCI, "Credential Issuer Metadata") as UTF-8 JSON; null when there is no such tenant.</summary>
    /// <param name="requestKey">
    /// What <c>ITenantKeysGrain.GetRequestEncryptionKeyAsync</c> returned. It is handed in, since a tenant's keys ask for their tenant, and two
    /// grains that wait for each other wait for ever.
    /// </param>
    [Alias("GetCredentialIssuerMetadata")]
    Task<byte[]?> GetCredentialIssuerMetadataAsync(string requestKey);

    /// <summary>What a gateway must know to check DPoP proofs; null when there is no such tenant.</summary>
    [Alias("GetDpopPolicy")]
    Task<DpopPolicy?> GetDpopPolicyAsync();

    /// <summary>Which web origins may read the tenant's answers; null when there is no such tenant.</summary>
    [Alias("GetCrossOriginPolicy")]
    Task<CrossOriginPolicy?> GetCrossOriginPolicyAsync();

    /// <summary>The metadata of the issuer of JWT VCs (SD-JWT VC, "JWT VC Issuer Metadata") as UTF-8 JSON; null when there is no such tenant.</summary>
    [Alias("GetJwtVcIssuerMetadata")]
    Task<byte[]?> GetJwtVcIssuerMetadataAsync();

    /// <summary>Makes the tenant, or gives it another document.</summary>
    /// <param name="document">The document, UTF-8 JSON. Where it has what <see cref="ShowAsync"/> shows in the place of a secret, the stored secret is kept.</param>
    /// <param name="expectedVersion">The version that it replaces; null for a tenant that does not exist yet.</param>
    [Alias("Put")]
    Task<TenantChange> PutAsync(byte[] document, string? expectedVersion);

    /// <summary>Takes the tenant away, so that nothing new begins. Its rows are erased by <c>ITenantAdministrationGrain</c>.</summary>
    /// <param name="expectedVersion">The version that is meant; null for any.</param>
    [Alias("Delete")]
    Task<TenantChange> DeleteAsync(string? expectedVersion);
}
