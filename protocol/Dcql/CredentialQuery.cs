namespace Eudiplo.Protocol.Dcql;

/// <summary>A credential query (OpenID4VP 1.0 section 6.1).</summary>
public sealed record CredentialQuery
{
    /// <summary><c>id</c>: the name of its entry in the <c>vp_token</c>.</summary>
    public required string Id { get; init; }

    /// <summary><c>format</c>: one of <see cref="CredentialFormats"/>.</summary>
    public required string Format { get; init; }

    /// <summary><c>meta.vct_values</c>, or the one <c>meta.doctype_value</c>: the accepted types.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary><c>multiple</c>: whether several credentials may be returned. Default false.</summary>
    public bool Multiple { get; init; }

    /// <summary><c>require_cryptographic_holder_binding</c>. Default true.</summary>
    public bool RequireHolderBinding { get; init; } = true;

    /// <summary><c>trusted_authorities</c>, of which a credential must match one. Empty: no constraint.</summary>
    public IReadOnlyList<TrustedAuthoritiesQuery> TrustedAuthorities { get; init; } = [];

    /// <summary><c>claims</c>. Empty: no selectively disclosable claim is asked for, and none is kept.</summary>
    public IReadOnlyList<ClaimQuery> Claims { get; init; } = [];

    /// <summary><c>claim_sets</c>, the preferred one first: places in <see cref="Claims"/>. Empty: all claims are asked for.</summary>
    public IReadOnlyList<IReadOnlyList<int>> ClaimSets { get; init; } = [];
}
