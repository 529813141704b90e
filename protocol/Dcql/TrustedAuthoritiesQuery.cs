namespace Eudiplo.Protocol.Dcql;

/// <summary>A trusted authorities query (OpenID4VP 1.0 section 6.1.1).</summary>
/// <param name="Type"><see cref="AuthorityKeyIdentifier"/> or <see cref="EtsiTrustedList"/>.</param>
/// <param name="Values">Authority key identifiers in base64url, or identifiers of trusted lists.</param>
public sealed record TrustedAuthoritiesQuery(string Type, IReadOnlyList<string> Values)
{
    /// <summary>The type for authority key identifiers.</summary>
    public const string AuthorityKeyIdentifier = "aki";

    /// <summary>The type for ETSI trusted lists.</summary>
    public const string EtsiTrustedList = "etsi_tl";
}
