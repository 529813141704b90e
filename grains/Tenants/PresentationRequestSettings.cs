namespace Eudiplo.Grains.Tenants;

/// <summary>How a presentation request is sent (OpenID4VP 1.0, section 5.9.3 and appendix A.3).</summary>
public sealed record PresentationRequestSettings
{
    /// <summary><c>unsigned</c>, or signed and named by the certificate: <c>x509_san_dns</c>, <c>x509_hash</c>. Default <c>unsigned</c>.</summary>
    public PresentationRequestForm Form { get; init; } = PresentationRequestForm.Unsigned;

    /// <summary>The key of <see cref="TenantDocument.Keys"/> that signs. Left out: a key that Eudiplo makes, with a self-signed certificate.</summary>
    public string? KeyId { get; init; }

    /// <summary>For <c>x509_san_dns</c>: which DNS name of the certificate. Default: its first.</summary>
    public string? DnsName { get; init; }

    /// <summary>
    /// What a signed request says of where its answer goes: <c>origins</c> (<c>expected_origins</c>, as OID4VCI has it), <c>url</c>
    /// (<c>expected_url</c>, for wallets of the npm library <c>@openid4vc/openid4vci</c>), or <c>none</c>. Default <c>origins</c>.
    /// </summary>
    public ExpectedAddress Expected { get; init; } = ExpectedAddress.Origins;

    /// <summary><c>client_id</c> of an unsigned request: wallets ignore it, but some libraries refuse a request without. Default none.</summary>
    public string? ClientId { get; init; }
}
