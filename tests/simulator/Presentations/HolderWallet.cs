using System.Text.Json.Nodes;
using Eudiplo.WalletSimulator.Dcql;
using Eudiplo.WalletSimulator.Jose;
using Eudiplo.WalletSimulator.Mdoc;
using Eudiplo.WalletSimulator.SdJwt;

namespace Eudiplo.WalletSimulator.Presentations;

/// <summary>The credentials of one user, and the answers to presentation requests that can be made from them.</summary>
/// <param name="credentials">What the wallet holds.</param>
/// <param name="clock">The wallet's time.</param>
public sealed class HolderWallet(IReadOnlyList<IHeldCredential> credentials, TimeProvider clock)
{
    /// <summary>What the wallet holds.</summary>
    public IReadOnlyList<IHeldCredential> Credentials => credentials;

    /// <summary>What the wallet would present for a request.</summary>
    public DcqlSelection Choose(PresentationRequest request) => DcqlSelection.Choose(request.Query, credentials);

    /// <summary>The JSON text for `openid4vp_response` in the form that the request's response mode asks for: in clear or encrypted.</summary>
    /// <param name="request">The request.</param>
    /// <param name="audience">As in <see cref="Answer"/>.</param>
    /// <param name="endpoint">As in <see cref="Answer"/>.</param>
    public string Respond(PresentationRequest request, string audience, string endpoint)
    {
        var answer = Answer(request, audience, endpoint);
        return request.Encryption?.Encrypt(answer) ?? answer;
    }

    /// <summary>
    /// The JSON text in clear, whatever the response mode: `{"vp_token": …}`, or `{"error":"access_denied"}` when the wallet cannot satisfy
    /// the request.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="audience">The audience as the dialect spells it.</param>
    /// <param name="endpoint">The endpoint that the answer goes to, as the server names it.</param>
    /// <param name="mutation">What to do wrong with SD-JWTs, for negative tests.</param>
    /// <param name="mdocMutation">What to do wrong with mdocs, for negative tests.</param>
    public string Answer(
        PresentationRequest request,
        string audience,
        string endpoint,
        PresentationMutation? mutation = null,
        MdocMutation? mdocMutation = null)
    {
        var selection = Choose(request);
        if (selection.Obstacle is { } obstacle)
        {
            return new JsonObject { ["error"] = "access_denied", ["error_description"] = obstacle }.ToJsonString(JsonText.Plain);
        }

        var token = new JsonObject();
        foreach (var match in selection.Matches)
        {
            var context = new PresentationContext(
                request.Nonce, audience, endpoint, clock.GetUtcNow(), match.Query.HolderBinding, mutation, mdocMutation,
                request.Encryption?.KeyThumbprint)
            {
                IsPosted = request.ResponseMode?.StartsWith("direct_post", StringComparison.Ordinal) == true,
            };
            var presentation = match.Credential.Present(match.Claims, context);
            if (token[match.Query.Id] is JsonArray earlier)
            {
                earlier.Add(presentation);
            }
            else
            {
                token[match.Query.Id] = new JsonArray(presentation);
            }
        }

        return new JsonObject { ["vp_token"] = token }.ToJsonString(JsonText.Plain);
    }
}
