namespace Eudiplo.Protocol.PresentationRequests;

/// <summary>
/// The parameters of an OpenID4VP authorization request (OpenID4VP 1.0 section 5), as far as Eudiplo sends them. Written by
/// <see cref="PresentationRequestWriter"/>.
/// </summary>
public sealed record PresentationRequest
{
    /// <summary><c>response_mode</c>.</summary>
    public required ResponseMode ResponseMode { get; init; }

    /// <summary><c>nonce</c>: fresh for every request, at least 128 bits of randomness, of unreserved URL characters.</summary>
    public required string Nonce { get; init; }

    /// <summary>
    /// <c>dcql_query</c>: JSON text of an object, written as it is. It is a mistake of the caller, and an exception, when it is no JSON:
    /// queries are checked when they are configured.
    /// </summary>
    public required string DcqlQuery { get; init; }

    /// <summary><c>client_metadata</c>; required with an encrypted response mode, for its key.</summary>
    public VerifierMetadata? Metadata { get; init; }

    /// <summary>
    /// <c>client_id</c> of an unsigned request. Null by default: at the interactive authorization endpoint wallets ignore it, but the
    /// npm library <c>@openid4vc/openid4vp</c> up to 0.5 refuses a request that has none. A signed request takes the one of its
    /// <see cref="RequestSigner"/>.
    /// </summary>
    public string? ClientId { get; init; }

    /// <summary>
    /// <c>expected_origins</c> of a signed request: at the interactive authorization endpoint only its own origin (see
    /// <see cref="PresentationBinding.Origin"/>). Left out when empty; never written into an unsigned request.
    /// </summary>
    public IReadOnlyList<string> ExpectedOrigins { get; init; } = [];

    /// <summary>
    /// <c>expected_url</c> of a signed request: the URL of the endpoint. The npm library <c>@openid4vc/openid4vp</c> up to 0.5
    /// demands it and refuses <c>expected_origins</c> beside it; other wallets ignore it.
    /// </summary>
    public string? ExpectedUrl { get; init; }

    /// <summary><c>response_uri</c>; required with <c>direct_post</c> and <c>direct_post.jwt</c>, not written otherwise.</summary>
    public string? ResponseUri { get; init; }

    /// <summary><c>state</c>, with <c>direct_post</c> and <c>direct_post.jwt</c> only.</summary>
    public string? State { get; init; }
}
