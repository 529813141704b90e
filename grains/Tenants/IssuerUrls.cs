namespace Eudiplo.Grains.Tenants;

/// <summary>The URLs of a tenant (design: <c>{issuer}</c> = <c>{PublicUrl}/{tenantId}</c>). They come from configuration, never from a request.</summary>
public sealed class IssuerUrls
{
    /// <summary>The URLs of one tenant.</summary>
    /// <param name="publicUrl">The configured public URL of the server.</param>
    /// <param name="tenantId">The tenant.</param>
    public IssuerUrls(Uri publicUrl, string tenantId)
    {
        ArgumentNullException.ThrowIfNull(publicUrl);
        Origin = publicUrl.GetLeftPart(UriPartial.Authority);
        Issuer = $"{publicUrl.AbsoluteUri.TrimEnd('/')}/{tenantId}";
    }

    /// <summary>The web origin of every endpoint (RFC 6454, section 4).</summary>
    public string Origin { get; }

    /// <summary>The issuer identifier (RFC 8414, section 2).</summary>
    public string Issuer { get; }

    /// <summary>The Interactive Authorization Endpoint.</summary>
    public string InteractiveAuthorization => $"{Issuer}/oid4vci/authorize/interactive";

    /// <summary>Where a tenant's backend says that a web step is done.</summary>
    /// <param name="session">The session's id.</param>
    public string WebAuthCompletion(string session) => $"{InteractiveAuthorization}/complete-web-auth/{session}";

    /// <summary>The authorization challenge endpoint (OAuth 2.0 for First-Party Applications).</summary>
    public string AuthorizationChallenge => $"{Issuer}/oid4vci/authorize/challenge";

    /// <summary>The authorization endpoint: the front channel for a <c>request_uri</c>.</summary>
    public string Authorization => $"{Issuer}/oid4vci/authorize";

    /// <summary>The URL by which a browser comes back from the page of a web step.</summary>
    /// <param name="ticket">The ticket of the return.</param>
    public string AuthorizationReturn(string ticket) => $"{Issuer}/oid4vci/authorize/return?ticket={ticket}";

    /// <summary>The page of a presentation, in a session whose steps are pages.</summary>
    public string AuthorizationPage(Guid session) => $"{Issuer}/oid4vci/authorize/page/{session:D}";

    /// <summary>Where a wallet fetches a presentation request (OpenID4VP 1.0, section 5.7).</summary>
    public string PresentationRequest(string capability) => $"{Issuer}/oid4vci/presentation/{capability}";

    /// <summary>Where a wallet posts its answer to that (section 8.2).</summary>
    public string PresentationResponse(string capability) => $"{Issuer}/oid4vci/presentation/{capability}/response";

    /// <summary>The token endpoint.</summary>
    public string Token => $"{Issuer}/oid4vci/token";

    /// <summary>The introspection endpoint.</summary>
    public string Introspection => $"{Issuer}/oid4vci/introspect";

    /// <summary>The revocation endpoint.</summary>
    public string Revocation => $"{Issuer}/oid4vci/revoke";

    /// <summary>The tenant's public keys.</summary>
    public string Jwks => $"{Issuer}/oid4vci/jwks";

    /// <summary>The link of a credential offer (OID4VCI, "Sending Credential Offer by Reference").</summary>
    public string Offer(string capability) => $"{Issuer}/oid4vci/offers/{capability}";

    /// <summary>The nonce endpoint.</summary>
    public string Nonce => $"{Issuer}/oid4vci/nonce";

    /// <summary>The credential endpoint.</summary>
    public string Credential => $"{Issuer}/oid4vci/credential";

    /// <summary>The notification endpoint.</summary>
    public string Notification => $"{Issuer}/oid4vci/notification";

    /// <summary>The pushed authorization request endpoint (RFC 9126).</summary>
    public string PushedAuthorization => $"{Issuer}/oid4vci/par";

    /// <summary>Where client attestations get their challenge.</summary>
    public string AttestationChallenge => $"{Issuer}/oid4vci/attestation-challenge";

    /// <summary>Who a client assertion may be for: this server by its name, or by an endpoint that takes assertions (RFC 9126, section 2).</summary>
    public IReadOnlyList<string> AssertionAudiences => [Issuer, Token, PushedAuthorization, InteractiveAuthorization, AuthorizationChallenge];
}
