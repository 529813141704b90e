namespace Eudiplo.Protocol.AuthorizationDetails;

/// <summary>One entry of <c>authorization_details</c> of type <c>openid_credential</c> (RFC 9396, section 2; OID4VCI, "Request Issuance of a Certain Credential").</summary>
/// <param name="CredentialConfigurationId">Which credential is asked for.</param>
public sealed record AuthorizationDetail(string CredentialConfigurationId)
{
    /// <summary>Which credential issuers the entry is for (<c>locations</c>); null when it does not say.</summary>
    public IReadOnlyList<string>? Locations { get; init; }
}
