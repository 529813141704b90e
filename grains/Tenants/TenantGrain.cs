using Eudiplo.Grains.Abstractions.Tenants;
using Microsoft.Extensions.Options;

namespace Eudiplo.Grains.Tenants;

/// <summary>Serves one tenant's configuration and the metadata that follows from it.</summary>
[GrainType("tenant")]
public sealed class TenantGrain(ITenantSource source, IOptions<IssuerOptions> options) : Grain, ITenantGrain
{
    /// <inheritdoc/>
    public Task<TenantSnapshot?> GetAsync()
    {
        var snapshot = source.Find(this.GetPrimaryKeyString());
        if (snapshot is null)
        {
            // Anybody can name a tenant that does not exist; its activation shall not stay.
            DeactivateOnIdle();
        }

        return Task.FromResult(snapshot);
    }

    /// <inheritdoc/>
    public async Task<byte[]?> GetAuthorizationServerMetadataAsync() =>
        await GetContextAsync() is { } tenant ? TenantMetadata.AuthorizationServer(tenant) : null;

    /// <inheritdoc/>
    public async Task<byte[]?> GetCredentialIssuerMetadataAsync() =>
        await GetContextAsync() is { } tenant ? CredentialIssuerMetadata.Write(tenant) : null;

    /// <inheritdoc/>
    public async Task<byte[]?> GetJwtVcIssuerMetadataAsync() =>
        await GetContextAsync() is { } tenant ? CredentialIssuerMetadata.WriteJwtVcIssuer(tenant) : null;

    /// <inheritdoc/>
    public async Task<DpopPolicy?> GetDpopPolicyAsync() => await GetContextAsync() is { } tenant ? new DpopPolicy(tenant.Document.Dpop.Nonces, tenant.Document.ClientAttestation is not null) : null;

    private async Task<TenantContext?> GetContextAsync() =>
        await GetAsync() is { } snapshot ? TenantContext.Create(snapshot, options.Value.PublicUrl!) : null;
}
