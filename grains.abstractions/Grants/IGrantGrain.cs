using Eudiplo.Grains.Abstractions.Credentials;

namespace Eudiplo.Grains.Abstractions.Grants;

/// <summary>
/// One granted authorization and every token that comes from it. The key is <c>{tenantId}/{grantId}</c>; the grant of a redeemed code
/// has the id of its session.
/// </summary>
/// <remarks>Any call may throw <c>InconsistentStateException</c>: nothing was written then, and the call may be made again.</remarks>
[Alias("eudiplo.IGrantGrain")]
public interface IGrantGrain : IGrainWithStringKey
{
    /// <summary>
    /// Makes the grant and its first access token. The attempt that made it gets its answer again. Any other is refused
    /// (<c>invalid_grant</c>); where the grant is that of a code, this was the code's second use, and the grant is revoked before the answer.
    /// </summary>
    [Alias("Create")]
    Task<TokenReply> CreateAsync(CreateGrant command);

    /// <summary>Gives the answer of <see cref="CreateAsync"/> again to the attempt that made the grant; refused when there is none that it made.</summary>
    /// <param name="attempt">The attempt: 32 bytes.</param>
    [Alias("CreateAgain")]
    Task<TokenReply> CreateAgainAsync(byte[] attempt);

    /// <summary>Makes the grant of a client that acts for itself, or that brings an assertion (RFC 6749, section 4.4; RFC 7523).</summary>
    [Alias("RequestForClient")]
    Task<TokenReply> RequestForClientAsync(RequestClientGrant command);

    /// <summary>
    /// Exchanges the newest refresh token for new tokens. The same request again, within the tenant's grace, gets the same answer again; any
    /// older refresh token of this grant revokes the grant (RFC 9700, section 4.14.2).
    /// </summary>
    [Alias("Refresh")]
    Task<TokenReply> RefreshAsync(RefreshGrant command);

    /// <summary>
    /// Revokes the grant and all its tokens. A grant that is not there yet is remembered as revoked, so that a creation under way
    /// elsewhere cannot win afterwards. Idempotent.
    /// </summary>
    /// <param name="reason">A short reason for operators.</param>
    /// <param name="rememberFor">How long a grant that is not there is remembered as revoked.</param>
    /// <returns>How many tokens were live until now.</returns>
    [Alias("Revoke")]
    Task<int> RevokeAsync(string reason, TimeSpan rememberFor);

    /// <summary>Revokes the grant if it came from the code with this secret: the code was presented again after its session had gone.</summary>
    [Alias("RevokeByCode")]
    Task RevokeByCodeAsync(SecretText codeSecret);

    /// <summary>Looks an access token up.</summary>
    /// <param name="token">The token as it was presented, opaque or a JWT.</param>
    [Alias("FindAccessToken")]
    Task<AccessTokenView> FindAccessTokenAsync(SecretText token);

    /// <summary>Tells a resource server of the tenant what a token is worth (RFC 7662). A grant that is not there answers too: inactive.</summary>
    [Alias("Introspect")]
    Task<IntrospectionReply> IntrospectAsync(IntrospectToken command);

    /// <summary>
    /// Revokes a token for its client (RFC 7009): an access token alone, a refresh token with everything of its grant.
    /// </summary>
    /// <returns>The refusal, or null; a token that is not alive is no error.</returns>
    [Alias("RevokeToken")]
    Task<ProtocolError?> RevokeTokenAsync(RevokeToken command);

    /// <summary>Opens the grant for an operator by one of its tokens or its code.</summary>
    /// <param name="kind">What the token is.</param>
    /// <param name="token">The token as it was handed out.</param>
    /// <param name="withSubject">Whether the user is told.</param>
    /// <returns>The grant; null when there is none, or the token is none of its live ones.</returns>
    [Alias("Open")]
    Task<GrantView?> OpenAsync(GrantTokenKind kind, SecretText token, bool withSubject);

    /// <summary>Shows the grant to an operator; null when there is none.</summary>
    /// <param name="withSubject">Whether the user is told.</param>
    [Alias("View")]
    Task<GrantView?> ViewAsync(bool withSubject);

    /// <summary>Issues the credentials that the grant is for (OID4VCI, "Credential Endpoint").</summary>
    [Alias("IssueCredential")]
    Task<IssueReply> IssueCredentialAsync(IssueCredential command);

    /// <summary>Takes the wallet's word on what became of its credentials (OID4VCI, "Notification Endpoint").</summary>
    [Alias("Notify")]
    Task<IssueReply> NotifyAsync(NotifyIssuer command);
}
