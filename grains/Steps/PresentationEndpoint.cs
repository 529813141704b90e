using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.PresentationRequests;

namespace Eudiplo.Grains.Steps;

/// <summary>What presentations are bound to, in the words of the session's dialect.</summary>
/// <param name="Url">The endpoint that the wallet talks to.</param>
/// <param name="Mode">The response mode.</param>
internal sealed record PresentationEndpoint(string Url, ResponseMode Mode)
{
    /// <summary>The endpoint of a session.</summary>
    /// <param name="urls">The tenant's URLs.</param>
    /// <param name="dialect">The session's dialect.</param>
    /// <param name="isEncrypted">Whether the answer is to be encrypted.</param>
    public static PresentationEndpoint Of(IssuerUrls urls, InteractiveDialect dialect, bool isEncrypted) => dialect switch
    {
        InteractiveDialect.FirstParty => new PresentationEndpoint(urls.AuthorizationChallenge, isEncrypted ? ResponseMode.IaPostJwt : ResponseMode.IaPost),
        _ => new PresentationEndpoint(urls.InteractiveAuthorization, isEncrypted ? ResponseMode.IaePostJwt : ResponseMode.IaePost),
    };
}
