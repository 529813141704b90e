using System.Text;
using System.Text.Json.Nodes;
using Eudiplo.Load.Http;
using Eudiplo.WalletSimulator.Presentations;

namespace Eudiplo.Load.Wallets;

/// <summary>
/// The answer to a presentation query that is made whole for each flow, because all of it depends on the session: an mdoc's device
/// signature inside of its CBOR, or an encrypted response.
/// </summary>
/// <param name="learned">The query.</param>
/// <param name="wallet">The wallet that answers.</param>
public sealed class ComposedPresentation(LearnedQuery learned, HolderWallet wallet)
{
    /// <summary>Writes the form-encoded value of `openid4vp_response` for the request in a reply.</summary>
    /// <param name="body">Where to.</param>
    /// <param name="reply">The reply with the nonce and the encryption key.</param>
    /// <returns>False when the reply lacks the key to encrypt to.</returns>
    public bool TryWrite(RequestBuffer body, ReplyMembers reply)
    {
        var request = learned.Request with { Nonce = Encoding.UTF8.GetString(reply.Nonce.Span) };
        if (request.Encryption is not null)
        {
            if (reply.ClientMetadata.IsEmpty)
            {
                return false;
            }

            request = request with { Encryption = ResponseEncryption.Parse(JsonNode.Parse(reply.ClientMetadata.Span) as JsonObject) };
        }

        body.Append(Encoding.ASCII.GetBytes(Uri.EscapeDataString(wallet.Respond(request, learned.Audience, learned.Endpoint))));
        return true;
    }
}
