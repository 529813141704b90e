using System.Security.Cryptography;
using System.Text;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Grains.Abstractions.Tenants;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace Eudiplo.Grains.Tenants;

/// <summary>
/// Serves one tenant's configuration and the metadata that follows from it. A tenant comes from a file, and then only the file changes it;
/// or from the admin API, and then it is stored here.
/// </summary>
[GrainType("tenant")]
public sealed class TenantGrain(
    [PersistentState(StorageNames.Tenant, StorageNames.Provider)] IPersistentState<TenantState> stored,
    ITenantSource source,
    IOptions<IssuerOptions> options,
    TimeProvider clock) : Grain, ITenantGrain
{
    /// <inheritdoc/>
    public Task<TenantSnapshot?> GetAsync()
    {
        var snapshot = Snapshot();
        if (snapshot is null)
        {
            // Anybody can name a tenant that does not exist; its activation shall not stay.
            DeactivateOnIdle();
        }

        return Task.FromResult(snapshot);
    }

    /// <inheritdoc/>
    public async Task<TenantSnapshot?> ShowAsync()
    {
        if (await GetAsync() is not { } snapshot)
        {
            return null;
        }

        // The version of a file is a hash of all that is in it: shown, it would let guesses of a secret be tried.
        var shown = TenantSecrets.Hide(snapshot.Document);
        return snapshot with { Document = shown, Version = stored.RecordExists ? snapshot.Version : Convert.ToHexStringLower(SHA256.HashData(shown)) };
    }

    /// <inheritdoc/>
    public async Task<byte[]?> GetAuthorizationServerMetadataAsync() =>
        await GetContextAsync() is { } tenant ? TenantMetadata.AuthorizationServer(tenant) : null;

    /// <inheritdoc/>
    public async Task<byte[]?> GetCredentialIssuerMetadataAsync(string requestKey) =>
        await GetContextAsync() is { } tenant ? CredentialIssuerMetadata.Write(tenant, requestKey) : null;

    /// <inheritdoc/>
    public async Task<byte[]?> GetJwtVcIssuerMetadataAsync() =>
        await GetContextAsync() is { } tenant ? CredentialIssuerMetadata.WriteJwtVcIssuer(tenant) : null;

    /// <inheritdoc/>
    public async Task<DpopPolicy?> GetDpopPolicyAsync() => await GetContextAsync() is { Document: var document }
        ? new DpopPolicy(document.Dpop.Nonces, document.ClientAttestation is not null, document.Issuance.NonceLifetimeSeconds)
        : null;

    /// <inheritdoc/>
    public async Task<CrossOriginPolicy?> GetCrossOriginPolicyAsync() =>
        await GetContextAsync() is { } tenant ? new CrossOriginPolicy(tenant.Document.CrossOrigin?.Origins) : null;

    /// <inheritdoc/>
    public async Task<TenantChange> PutAsync(byte[] document, string? expectedVersion)
    {
        ArgumentNullException.ThrowIfNull(document);
        var tenantId = this.GetPrimaryKeyString();
        if (Check(expectedVersion, isPut: true) is { } refused)
        {
            return refused;
        }

        var before = stored.RecordExists ? Encoding.UTF8.GetBytes(stored.State.Document) : null;
        if (!TenantSecrets.TryRestore(document, before, out var whole, out var problems) || TenantDocumentReader.Read(whole, out problems) is not { } read)
        {
            return TenantChange.Refused(400, "The tenant document is not valid.", problems);
        }

        if (read.TenantId != tenantId)
        {
            return TenantChange.Refused(400, "The tenant document is not valid.", ["$.tenantId: it must be the tenant of the URL."]);
        }

        if (read.Demo)
        {
            return TenantChange.Refused(400, "The tenant document is not valid.", ["$.demo: only a tenant file can be the demo."]);
        }

        // A version is made up, and no hash of the document, which has secrets; the same document again has the same one.
        var isNew = before is null;
        var version = before is not null && whole.AsSpan().SequenceEqual(before) ? stored.State.Version : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        await WriteAsync(new TenantState
        {
            SchemaVersion = TenantState.CurrentSchemaVersion,
            TenantId = tenantId,
            Document = Encoding.UTF8.GetString(whole),
            Version = version,
            CreatedAt = isNew ? clock.GetUtcNow() : stored.State.CreatedAt,
        });
        return new TenantChange { Version = version, IsNew = isNew };
    }

    /// <inheritdoc/>
    public async Task<TenantChange> DeleteAsync(string? expectedVersion)
    {
        if (Check(expectedVersion, isPut: false) is { } refused)
        {
            return refused;
        }

        if (stored.RecordExists)
        {
            await stored.ClearStateAsync();
        }

        DeactivateOnIdle();
        return new TenantChange();
    }

    private TenantChange? Check(string? expectedVersion, bool isPut)
    {
        if (source.Find(this.GetPrimaryKeyString()) is not null)
        {
            return TenantChange.Refused(409, "This tenant is configured by a file on the server: change the file.");
        }

        var version = stored.RecordExists ? stored.State.Version : null;
        return version == expectedVersion || (!isPut && expectedVersion is null)
            ? null
            : version is not null && expectedVersion is null
                ? TenantChange.Refused(428, "The tenant exists: name the version to replace in If-Match.")
                : TenantChange.Refused(412, "The tenant has another version now: read it again.");
    }

    private TenantSnapshot? Snapshot()
    {
        var tenantId = this.GetPrimaryKeyString();
        return source.Find(tenantId)
            ?? (stored.RecordExists ? new TenantSnapshot(tenantId, stored.State.Version, Encoding.UTF8.GetBytes(stored.State.Document)) : null);
    }

    private async Task WriteAsync(TenantState next)
    {
        var previous = stored.State;
        stored.State = next;
        try
        {
            await stored.WriteStateAsync();
        }
        catch
        {
            // What is not stored was never said: later calls on this activation must not see it.
            stored.State = previous;
            throw;
        }
    }

    private async Task<TenantContext?> GetContextAsync() =>
        await GetAsync() is { } snapshot ? TenantContext.Create(snapshot, options.Value.PublicUrl!) : null;
}
