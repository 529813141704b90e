namespace Eudiplo.Protocol.PresentationRequests;

/// <summary>How a wallet returns its presentation, and whether it encrypts it.</summary>
public enum ResponseMode
{
    /// <summary><c>iae_post</c>: to the interactive authorization endpoint (OID4VCI 1.1 drafts until June 2026).</summary>
    IaePost,

    /// <summary><c>iae_post.jwt</c>: the same, encrypted.</summary>
    IaePostJwt,

    /// <summary><c>ia_post</c>: to the authorization challenge endpoint (OID4VCI 1.1 on first-party apps).</summary>
    IaPost,

    /// <summary><c>ia_post.jwt</c>: the same, encrypted.</summary>
    IaPostJwt,

    /// <summary><c>direct_post</c>: to a <c>response_uri</c> (OpenID4VP 1.0 section 8.2).</summary>
    DirectPost,

    /// <summary><c>direct_post.jwt</c>: the same, encrypted (section 8.3.1).</summary>
    DirectPostJwt,
}
