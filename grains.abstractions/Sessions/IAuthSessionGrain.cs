using Eudiplo.Grains.Abstractions.Grants;

namespace Eudiplo.Grains.Abstractions.Sessions;

/// <summary>
/// One interactive authorization, from the first request to the redemption of its code. The key is <c>{tenantId}/{sessionId}</c>,
/// see <see cref="GrainKey"/>.
/// </summary>
/// <remarks>
/// No reply leaves before the write that it tells of is durable. Any call may throw <c>InconsistentStateException</c> when another
/// process won the race for the same row: nothing was written then, and calling again with the same command is always safe.
/// </remarks>
[Alias("eudiplo.IAuthSessionGrain")]
public interface IAuthSessionGrain : IGrainWithStringKey
{
    /// <summary>Begins the session: checks the request, settles the steps, and answers with the first.</summary>
    [Alias("Begin")]
    Task<SessionReply> BeginAsync(BeginSession command);

    /// <summary>Takes a follow-up of the wallet: at most one step forward.</summary>
    [Alias("Continue")]
    Task<SessionReply> ContinueAsync(ContinueSession command);

    /// <summary>Takes the backend's word that the current web step is done.</summary>
    [Alias("ConfirmWebStep")]
    Task<ConfirmationReply> ConfirmWebStepAsync(ConfirmWebStep command);

    /// <summary>Tells where a browser goes that opens the session's <c>request_uri</c>.</summary>
    [Alias("OpenBrowser")]
    Task<BrowserReply> OpenBrowserAsync(OpenBrowser command);

    /// <summary>
    /// Takes a browser back from the page of a web step, and tells where it goes next: to the wallet's <c>redirect_uri</c> with a code or an
    /// <c>auth_session</c>. The same browser may come again, and goes there again while that answer is the newest.
    /// </summary>
    [Alias("ReturnBrowser")]
    Task<BrowserReply> ReturnBrowserAsync(ReturnBrowser command);

    /// <summary>Shows the page of a presentation in a pushed session, or tells where its browser goes next.</summary>
    [Alias("ShowPage")]
    Task<BrowserReply> ShowPageAsync(ShowPage command);

    /// <summary>Gives the signed presentation request to the wallet that has its link.</summary>
    [Alias("FetchPresentationRequest")]
    Task<PresentationRequestReply> FetchPresentationRequestAsync(SecretText linkSecret);

    /// <summary>Gives the signed presentation request to the wallet that has its link, with the nonce that it sent.</summary>
    [Alias("FetchPresentationRequestFor")]
    Task<PresentationRequestReply> FetchPresentationRequestAsync(FetchPresentationRequest command);

    /// <summary>Takes a wallet's answer to that request. The same answer again gets the same reply again.</summary>
    [Alias("PostPresentation")]
    Task<PresentationResponseReply> PostPresentationAsync(PostPresentation command);

    /// <summary>Exchanges the code for tokens, once. A second redemption revokes what the first one gave.</summary>
    [Alias("Redeem")]
    Task<TokenReply> RedeemAsync(RedeemCode command);

    /// <summary>Shows the session to an operator; null when there is none.</summary>
    /// <param name="withPersonalData">Whether what the steps found out is shown too.</param>
    [Alias("View")]
    Task<SessionView?> ViewAsync(bool withPersonalData = false);

    /// <summary>Erases the session, whatever its state; the grant that came of it stays. False when there is none.</summary>
    [Alias("Erase")]
    Task<bool> EraseAsync();

    /// <summary>
    /// Begins the session by a pushed authorization request (RFC 9126): checks the request and settles the steps, none of which begins before
    /// a browser comes with the <c>request_uri</c>.
    /// </summary>
    [Alias("Push")]
    Task<PushReply> PushAsync(BeginSession command);
}
