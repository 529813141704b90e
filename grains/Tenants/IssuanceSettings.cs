namespace Eudiplo.Grains.Tenants;

/// <summary>How credentials are issued.</summary>
public sealed record IssuanceSettings
{
    /// <summary>The most credentials of one request, each bound to a key of its own: 1 to 100. Default 10.</summary>
    public int BatchSize { get; init; } = 10;

    /// <summary>How long a <c>c_nonce</c> is good, in seconds: 10 to 3,600. Default 300.</summary>
    public int NonceLifetimeSeconds { get; init; } = 300;

    /// <summary>Whether credential requests must be encrypted (OID4VCI, "Encrypted Credential Requests and Responses"). Default false: they may be.</summary>
    public bool RequireRequestEncryption { get; init; }

    /// <summary>Whether credential requests must name a key that the response is encrypted to. Default false: they may.</summary>
    public bool RequireResponseEncryption { get; init; }
}
