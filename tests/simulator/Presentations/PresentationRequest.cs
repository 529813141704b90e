using System.Text.Json.Nodes;
using Eudiplo.WalletSimulator.Dcql;

namespace Eudiplo.WalletSimulator.Presentations;

/// <summary>An unsigned OpenID4VP request as it comes from the endpoint (`openid4vp_request`).</summary>
/// <param name="ResponseMode">For example `iae_post`.</param>
/// <param name="Nonce">The nonce to bind presentations to.</param>
/// <param name="Query">What is asked for.</param>
/// <param name="Json">The request as received.</param>
public sealed record PresentationRequest(string? ResponseMode, string Nonce, DcqlQuery Query, JsonObject Json)
{
    /// <summary>How the response is encrypted; null where the response mode has it in clear.</summary>
    public ResponseEncryption? Encryption { get; init; }

    /// <summary>Reads a request and checks what a wallet must check.</summary>
    /// <exception cref="FormatException">
    /// `response_type`, `nonce` or `dcql_query` are missing or wrong, or the key for an encrypted response.
    /// </exception>
    public static PresentationRequest Parse(JsonObject json)
    {
        if (json["request"] is not null)
        {
            throw new FormatException("The openid4vp_request is signed; the simulator reads unsigned ones.");
        }

        if ((string?)json["response_type"] != "vp_token")
        {
            throw new FormatException("The openid4vp_request has no response_type 'vp_token'.");
        }

        var nonce = (string?)json["nonce"];
        if (string.IsNullOrEmpty(nonce))
        {
            throw new FormatException("The openid4vp_request has no nonce.");
        }

        var mode = (string?)json["response_mode"];
        return json["dcql_query"] is JsonObject query
            ? new PresentationRequest(mode, nonce, DcqlQuery.Parse(query), json)
            {
                Encryption = mode?.EndsWith(".jwt", StringComparison.Ordinal) == true
                    ? ResponseEncryption.Parse(json["client_metadata"] as JsonObject)
                    : null,
            }
            : throw new FormatException("The openid4vp_request has no dcql_query.");
    }
}
