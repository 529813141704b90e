using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Eudiplo.Protocol.PresentationRequests;

/// <summary>Writes <see cref="PresentationRequest"/>s, unsigned and signed, for the wire.</summary>
public static class PresentationRequestWriter
{
    /// <summary>The <c>aud</c> of a request object whose recipient is not known beforehand (OpenID4VP 1.0 section 5.8).</summary>
    public const string AnyWallet = "https://self-issued.me/v2";

    /// <summary>A JWT is read by machines alone: what HTML would need escaped stays as it is.</summary>
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the object of an unsigned request: the value of <c>openid4vp_request</c>.</summary>
    /// <exception cref="ArgumentException">The request contradicts itself; see <see cref="PresentationRequest"/>.</exception>
    public static void WriteUnsigned(Utf8JsonWriter writer, PresentationRequest request)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Check(request);
        writer.WriteStartObject();
        if (request.ClientId is { } clientId)
        {
            writer.WriteString("client_id", clientId);
        }

        WriteParameters(writer, request);
        writer.WriteEndObject();
    }

    /// <summary>Writes the object of a signed request, <c>{"request": JWT}</c>: the value of <c>openid4vp_request</c>.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="request">The request.</param>
    /// <param name="signer">Whose name and key it is signed with.</param>
    /// <param name="issuedAt">Its <c>iat</c>.</param>
    /// <param name="lifetime">How long after <c>iat</c> its <c>exp</c> is; positive.</param>
    /// <exception cref="ArgumentException">The request contradicts itself; see <see cref="PresentationRequest"/>.</exception>
    public static void WriteSigned(
        Utf8JsonWriter writer, PresentationRequest request, RequestSigner signer, DateTimeOffset issuedAt, TimeSpan lifetime)
    {
        ArgumentNullException.ThrowIfNull(writer);
        string jwt = Sign(request, signer, issuedAt, lifetime);
        writer.WriteStartObject();
        writer.WriteString("request", jwt);
        writer.WriteEndObject();
    }

    /// <summary>The signed request object alone, for <c>request_uri</c> (OpenID4VP 1.0 section 5.7).</summary>
    /// <param name="request">The request.</param>
    /// <param name="signer">Whose name and key it is signed with.</param>
    /// <param name="issuedAt">Its <c>iat</c>.</param>
    /// <param name="lifetime">How long after <c>iat</c> its <c>exp</c> is; positive.</param>
    /// <param name="walletNonce">The <c>wallet_nonce</c> that the wallet posted, if any.</param>
    /// <param name="audience">The <c>aud</c>; <see cref="AnyWallet"/> when the wallet's own identifier is not known.</param>
    /// <exception cref="ArgumentException">The request contradicts itself; see <see cref="PresentationRequest"/>.</exception>
    public static string Sign(
        PresentationRequest request,
        RequestSigner signer,
        DateTimeOffset issuedAt,
        TimeSpan lifetime,
        string? walletNonce = null,
        string audience = AnyWallet)
    {
        ArgumentNullException.ThrowIfNull(signer);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lifetime, TimeSpan.Zero);
        Check(request);
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            writer.WriteStartObject();
            writer.WriteString("client_id", signer.ClientId);
            writer.WriteString("aud", audience);
            writer.WriteNumber("iat", issuedAt.ToUnixTimeSeconds());
            writer.WriteNumber("exp", (issuedAt + lifetime).ToUnixTimeSeconds());
            WriteParameters(writer, request);
            if (request.ExpectedOrigins.Count > 0)
            {
                writer.WriteStartArray("expected_origins");
                foreach (string origin in request.ExpectedOrigins)
                {
                    writer.WriteStringValue(origin);
                }

                writer.WriteEndArray();
            }

            if (request.ExpectedUrl is { } url)
            {
                writer.WriteString("expected_url", url);
            }

            if (walletNonce is not null)
            {
                writer.WriteString("wallet_nonce", walletNonce);
            }

            writer.WriteEndObject();
        }

        return signer.Sign(buffer.WrittenSpan);
    }

    private static void WriteParameters(Utf8JsonWriter writer, PresentationRequest request)
    {
        writer.WriteString("response_type", "vp_token");
        writer.WriteString("response_mode", request.ResponseMode.Name());
        writer.WriteString("nonce", request.Nonce);
        if (request.ResponseUri is { } responseUri)
        {
            writer.WriteString("response_uri", responseUri);
        }

        if (request.State is { } state)
        {
            writer.WriteString("state", state);
        }

        writer.WritePropertyName("dcql_query");
        writer.WriteRawValue(request.DcqlQuery);
        if (request.Metadata is { } metadata)
        {
            writer.WritePropertyName("client_metadata");
            // Without encryption there is nothing that a key could be for (section 5.1).
            (request.ResponseMode.IsEncrypted() ? metadata : metadata with { EncryptionKey = null }).WriteTo(writer);
        }
    }

    private static void Check(PresentationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        bool direct = request.ResponseMode.IsDirectPost();
        string? fault =
            request.ResponseMode.IsEncrypted() && request.Metadata?.EncryptionKey is null ? "an encrypted response mode needs a key"
            : direct && request.ResponseUri is null ? "direct_post needs a response_uri"
            : !direct && (request.ResponseUri ?? request.State) is not null ? "response_uri and state are direct_post's"
            : request.Nonce.Length == 0 || !request.Nonce.All(IsUnreserved) ? "the nonce has characters that are not URL safe"
            : null;
        if (fault is not null)
        {
            throw new ArgumentException(fault, nameof(request));
        }
    }

    // OpenID4VP 1.0 section 5.2.
    private static bool IsUnreserved(char one) => char.IsAsciiLetterOrDigit(one) || one is '-' or '.' or '_' or '~';
}
