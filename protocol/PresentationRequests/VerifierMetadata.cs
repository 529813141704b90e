using System.Text.Json;
using Eudiplo.Protocol.Cose;
using Eudiplo.Protocol.Dcql;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Jwe;

namespace Eudiplo.Protocol.PresentationRequests;

/// <summary>The parameter <c>client_metadata</c> (OpenID4VP 1.0 sections 5.1 and 11.1).</summary>
public sealed record VerifierMetadata
{
    /// <summary>The public key that the response is encrypted to; required by the encrypted response modes.</summary>
    public Jwk? EncryptionKey { get; init; }

    /// <summary>The content encryptions offered with the key. Default: A128GCM and A256GCM.</summary>
    public JweEncryptions Encryptions { get; init; } = JweEncryptions.All;

    /// <summary>The algorithms of issuers' signatures that are verified. Default: ECDSA.</summary>
    public JwsAlgorithms IssuerAlgorithms { get; init; } = JwsAlgorithms.Ecdsa;

    /// <summary>The algorithms of holders' signatures that are verified. Default: ECDSA.</summary>
    public JwsAlgorithms HolderAlgorithms { get; init; } = JwsAlgorithms.Ecdsa;

    /// <summary>Writes the object.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        if (EncryptionKey is not null)
        {
            writer.WriteStartObject("jwks");
            writer.WriteStartArray("keys");
            EncryptionKey.WriteTo(writer);
            writer.WriteEndArray();
            writer.WriteEndObject();
            Write(writer, "encrypted_response_enc_values_supported", JweEncryptionNames.List(Encryptions));
        }

        writer.WriteStartObject("vp_formats_supported");
        writer.WriteStartObject(CredentialFormats.SdJwtVc);
        Write(writer, "sd-jwt_alg_values", JwsAlgorithmNames.List(IssuerAlgorithms));
        Write(writer, "kb-jwt_alg_values", JwsAlgorithmNames.List(HolderAlgorithms));
        writer.WriteEndObject();
        writer.WriteStartObject(CredentialFormats.Mdoc);
        Write(writer, "issuerauth_alg_values", CoseAlgorithms.List(IssuerAlgorithms));
        Write(writer, "deviceauth_alg_values", CoseAlgorithms.List(HolderAlgorithms));
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(name);
        foreach (string value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<int> values)
    {
        writer.WriteStartArray(name);
        foreach (int value in values)
        {
            writer.WriteNumberValue(value);
        }

        writer.WriteEndArray();
    }
}
