namespace Eudiplo.Grains.Abstractions.Keys;

/// <summary>The keys that a tenant signs its tokens and credentials with. The key is the tenant's id.</summary>
/// <remarks>Any call may throw <c>InconsistentStateException</c>: nothing was written then, and the call may be made again.</remarks>
[Alias("eudiplo.ITenantKeysGrain")]
public interface ITenantKeysGrain : IGrainWithStringKey
{
    /// <summary>
    /// The keys as of now, private halves included: for the silos, never for the outside. Makes the first key and every next one when it is
    /// due. Null when there is no such tenant.
    /// </summary>
    [Alias("Get")]
    Task<TenantKeySet?> GetAsync();

    /// <summary>The public keys (RFC 7517, section 5) as UTF-8 JSON; null when there is no such tenant.</summary>
    [Alias("GetJwks")]
    Task<byte[]?> GetJwksAsync();

    /// <summary>Makes the next key now, as after a key may have become known: it signs at once. Null when there is no such tenant.</summary>
    [Alias("Rotate")]
    Task<TenantKeySet?> RotateAsync();

    /// <summary>The secrets for nonces, that of the newest key first: 32 bytes each. Null when there is no such tenant.</summary>
    [Alias("GetNonceSecrets")]
    Task<byte[][]?> GetNonceSecretsAsync();

    /// <summary>A <c>c_nonce</c> for key proofs (OID4VCI, "Nonce Endpoint"); null when there is no such tenant.</summary>
    [Alias("IssueNonce")]
    Task<string?> IssueNonceAsync();

    /// <summary>The public key that wallets encrypt credential requests to, a JWK as JSON text; null when there is no such tenant.</summary>
    [Alias("GetRequestEncryptionKey")]
    Task<string?> GetRequestEncryptionKeyAsync();
}
