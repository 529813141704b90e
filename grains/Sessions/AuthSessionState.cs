using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Grains.Browser;

namespace Eudiplo.Grains.Sessions;

/// <summary>
/// The stored state of a session: the fields of the session entity, and what the rules of the session grain need beside them. Immutable: a
/// turn makes a new one, and keeps it only if it could be written.
/// </summary>
/// <remarks>
/// Stored as JSON with these names. A member is never renamed, reused or made mandatory; what is added later has a default that reads older
/// payloads. Secrets that others were given are here as hashes only.
/// </remarks>
[GenerateSerializer, Immutable, Alias("eudiplo.AuthSessionState")]
public sealed record AuthSessionState : IStoredState
{
    /// <summary>The schema that this version of Eudiplo writes.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>The schema of this state.</summary>
    [Id(0)] public int SchemaVersion { get; init; }

    /// <summary>The session's id, the UUID of the <c>{auth_session}</c> placeholder.</summary>
    [Id(1)] public Guid Id { get; init; }

    /// <summary>The tenant.</summary>
    [Id(2)] public string TenantId { get; init; } = string.Empty;

    /// <summary>The client that began the session.</summary>
    [Id(3)] public string ClientId { get; init; } = string.Empty;

    /// <summary>The wire form that the wallet speaks.</summary>
    [Id(4)] public InteractiveDialect Dialect { get; init; }

    /// <summary>The state.</summary>
    [Id(5)] public SessionStatus Status { get; init; }

    /// <summary>Hash of the secret of the <c>auth_session</c> that is valid now; null once the session has ended.</summary>
    [Id(6)] public byte[]? AuthSession { get; init; }

    /// <summary><c>redirect_uri</c> of the first request.</summary>
    [Id(7)] public string? RedirectUri { get; init; }

    /// <summary>The granted scope.</summary>
    [Id(8)] public string? Scope { get; init; }

    /// <summary><c>code_challenge</c>, of method <c>S256</c>.</summary>
    [Id(9)] public string? CodeChallenge { get; init; }

    /// <summary><c>code_challenge_method</c>.</summary>
    [Id(10)] public string? CodeChallengeMethod { get; init; }

    /// <summary><c>issuer_state</c> from the credential offer.</summary>
    [Id(11)] public string? IssuerState { get; init; }

    /// <summary><c>state</c> of the client.</summary>
    [Id(12)] public string? State { get; init; }

    /// <summary><c>authorization_details</c> as JSON text.</summary>
    [Id(13)] public string? AuthorizationDetails { get; init; }

    /// <summary>The interaction types that the wallet supports, comma-separated.</summary>
    [Id(14)] public string InteractionTypesSupported { get; init; } = string.Empty;

    /// <summary>The DPoP key of the session as a JWK, where the wallet uses DPoP.</summary>
    [Id(15)] public string? DpopJwk { get; init; }

    /// <summary>Hash of the secret of the current web step's <c>request_uri</c>.</summary>
    [Id(16)] public byte[]? RequestUri { get; init; }

    /// <summary>When that <c>request_uri</c> can no longer be opened.</summary>
    [Id(17)] public DateTimeOffset? ParExpiresAt { get; init; }

    /// <summary>The nonce of the current presentation step.</summary>
    [Id(18)] public string? PresentationNonce { get; init; }

    /// <summary>The wallet's own error answer to a presentation request, as it sent it.</summary>
    [Id(19)] public string? PresentationData { get; init; }

    /// <summary>The steps as they were configured when the session began.</summary>
    [Id(20)] public IReadOnlyList<SessionStep> IaeActions { get; init; } = [];

    /// <summary>The current step, from 0; the count of steps once all are done.</summary>
    [Id(21)] public int CurrentStepIndex { get; init; }

    /// <summary>What the completed steps found out. Personal data.</summary>
    [Id(22)] public IReadOnlyList<CompletedStep> CompletedStepsData { get; init; } = [];

    /// <summary>Wrong answers to the current step so far.</summary>
    [Id(23)] public int Attempts { get; init; }

    /// <summary>The backend's word on the current, or else the last, web step.</summary>
    [Id(24)] public WebConfirmation? WebConfirmation { get; init; }

    /// <summary>Hash of the digest of the request whose answer is the newest one: the same request again gets the same answer.</summary>
    [Id(25)] public byte[]? NewestRequest { get; init; }

    /// <summary>With the digest of the newest request, which is not stored, this gives the secrets of the newest answer. 32 random bytes.</summary>
    [Id(26)] public byte[]? Salt { get; init; }

    /// <summary>Hash of the authorization code's secret.</summary>
    [Id(27)] public byte[]? AuthorizationCode { get; init; }

    /// <summary>When the code can no longer be redeemed.</summary>
    [Id(28)] public DateTimeOffset? AuthorizationCodeExpiresAt { get; init; }

    /// <summary>Why the session failed; null unless it did.</summary>
    [Id(29)] public SessionFailure? Failure { get; init; }

    /// <summary>When the session ends by itself.</summary>
    [Id(30)] public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When the session was begun.</summary>
    [Id(31)] public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the session last changed.</summary>
    [Id(32)] public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When the row that is left of the session is deleted; null for together with the session.</summary>
    [Id(33)] public DateTimeOffset? RetainUntil { get; init; }

    /// <summary>When the newest answer was given.</summary>
    [Id(34)] public DateTimeOffset AnsweredAt { get; init; }

    /// <summary>What the current presentation step needs beside its nonce; null where that is enough.</summary>
    [Id(35)] public PresentationChallenge? Presentation { get; init; }

    /// <summary>RFC 7638 thumbprint of the DPoP key of the session, by its first proof or by <c>dpop_jkt</c>.</summary>
    [Id(36)] public string? DpopThumbprint { get; init; }

    /// <summary>RFC 7638 thumbprint of the key of the client instance that began, where it was attested: nobody else may go on.</summary>
    [Id(37)] public string? ClientInstance { get; init; }

    /// <summary>The browser that opened the <c>request_uri</c> of the current, or else the last, web step; null while none did.</summary>
    [Id(40)] public BrowserVisit? Browser { get; init; }

    /// <summary>Whether the session was begun by a pushed request, for the browser: its steps are pages, and its code goes to the redirect URI.</summary>
    [Id(38)] public bool IsPushed { get; init; }

    /// <summary><c>nonce</c> of the first request, for the ID token.</summary>
    [Id(41)] public string? Nonce { get; init; }

    /// <summary>Hash of the attempt that redeemed the code; null while none did.</summary>
    [Id(42)] public byte[]? RedeemedBy { get; init; }

    /// <summary>The group of the credential offer that <see cref="IssuerState"/> names, for the grant; null where it names none.</summary>
    [Id(43)] public string? GroupId { get; init; }

    /// <summary><c>ui_locales</c> of the first request, for the pages.</summary>
    [Id(50)] public string? UiLocales { get; init; }

    /// <summary>Whether nothing more can come of the session.</summary>
    public bool HasEnded => Status is SessionStatus.Expired or SessionStatus.Failed or SessionStatus.Redeemed;

    /// <summary>The step that the session waits for; null when all are done.</summary>
    public SessionStep? CurrentStep => CurrentStepIndex < IaeActions.Count ? IaeActions[CurrentStepIndex] : null;

    string IStoredState.Status => Status.Name();

    string? IStoredState.Subject => CompletedStepsData.LastOrDefault(s => s.Subject is not null)?.Subject;

    string? IStoredState.GroupId => GroupId;

    DateTimeOffset? IStoredState.ExpiresAt => Status == SessionStatus.Expired ? RetainUntil ?? ExpiresAt : ExpiresAt;

    DateTimeOffset? IStoredState.RetainUntil => Status == SessionStatus.Expired ? null : RetainUntil;
}
