using System.Text.Json;

namespace Eudiplo.Load.Wallets;

/// <summary>
/// The members of a reply that flows go on with, copied out of it. Read with one pass over the bytes; no tree is built.
/// </summary>
/// <param name="codeMember">The member that holds the code; null: `code`.</param>
public sealed class ReplyMembers(byte[]? codeMember = null)
{
    private readonly byte[] _codeMember = codeMember ?? [.. "code"u8];
    private readonly byte[] _text = new byte[8192];
    private int _used;

    /// <summary>`auth_session`.</summary>
    public ReadOnlyMemory<byte> AuthSession { get; private set; }

    /// <summary>The code.</summary>
    public ReadOnlyMemory<byte> Code { get; private set; }

    /// <summary>`nonce` of `openid4vp_request`, or of the reply itself.</summary>
    public ReadOnlyMemory<byte> Nonce { get; private set; }

    /// <summary>`client_metadata` of `openid4vp_request`, as JSON.</summary>
    public ReadOnlyMemory<byte> ClientMetadata { get; private set; }

    /// <summary>`access_token`.</summary>
    public ReadOnlyMemory<byte> AccessToken { get; private set; }

    /// <summary>`refresh_token`.</summary>
    public ReadOnlyMemory<byte> RefreshToken { get; private set; }

    /// <summary>`token_type`.</summary>
    public ReadOnlyMemory<byte> TokenType { get; private set; }

    /// <summary>The first of `credential_identifiers`.</summary>
    public ReadOnlyMemory<byte> CredentialIdentifier { get; private set; }

    /// <summary>`c_nonce`.</summary>
    public ReadOnlyMemory<byte> CredentialNonce { get; private set; }

    /// <summary>`request_uri`.</summary>
    public ReadOnlyMemory<byte> RequestUri { get; private set; }

    /// <summary>`pre-authorized_code` of `credentialOffer`.</summary>
    public ReadOnlyMemory<byte> PreAuthorizedCode { get; private set; }

    /// <summary>`active`; null when it is missing.</summary>
    public bool? Active { get; private set; }

    /// <summary>The first of `credentials`, as JSON.</summary>
    public ReadOnlyMemory<byte> Credential { get; private set; }

    /// <summary>`error`.</summary>
    public ReadOnlyMemory<byte> Error { get; private set; }

    /// <summary>Reads a body; members that are missing become empty.</summary>
    /// <returns>False when the body is not a JSON object.</returns>
    public bool Read(ReadOnlySpan<byte> body)
    {
        _used = 0;
        AuthSession = Code = Nonce = ClientMetadata = AccessToken = RefreshToken = Error = default;
        TokenType = CredentialIdentifier = CredentialNonce = RequestUri = Credential = PreAuthorizedCode = default;
        Active = null;
        var reader = new Utf8JsonReader(body);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            ReadObject(ref reader, body);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private void ReadObject(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("auth_session"u8))
            {
                AuthSession = Value(ref reader);
            }
            else if (reader.ValueTextEquals(_codeMember))
            {
                Code = Value(ref reader);
            }
            else if (reader.ValueTextEquals("nonce"u8))
            {
                Nonce = Value(ref reader);
            }
            else if (reader.ValueTextEquals("access_token"u8))
            {
                AccessToken = Value(ref reader);
            }
            else if (reader.ValueTextEquals("refresh_token"u8))
            {
                RefreshToken = Value(ref reader);
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                Error = Value(ref reader);
            }
            else if (reader.ValueTextEquals("token_type"u8))
            {
                TokenType = Value(ref reader);
            }
            else if (reader.ValueTextEquals("c_nonce"u8))
            {
                CredentialNonce = Value(ref reader);
            }
            else if (reader.ValueTextEquals("request_uri"u8))
            {
                RequestUri = Value(ref reader);
            }
            else if (reader.ValueTextEquals("active"u8))
            {
                reader.Read();
                Active = reader.TokenType switch { JsonTokenType.True => true, JsonTokenType.False => false, _ => null };
                reader.Skip();
            }
            else if (reader.ValueTextEquals("authorization_details"u8))
            {
                ReadIdentifier(ref reader);
            }
            else if (reader.ValueTextEquals("credentials"u8))
            {
                ReadCredential(ref reader, body);
            }
            else if (reader.ValueTextEquals("pre-authorized_code"u8))
            {
                PreAuthorizedCode = Value(ref reader);
            }
            else if ((reader.ValueTextEquals("openid4vp_request"u8) && reader.CurrentDepth == 1) || IsWayToOffer(ref reader))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    ReadObject(ref reader, body);
                }
            }
            else if (reader.ValueTextEquals("client_metadata"u8) && reader.CurrentDepth == 2)
            {
                ClientMetadata = Json(ref reader, body);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static bool IsWayToOffer(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("credentialOffer"u8)
        || reader.ValueTextEquals("grants"u8)
        || reader.ValueTextEquals("urn:ietf:params:oauth:grant-type:pre-authorized_code"u8);

    private void ReadIdentifier(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        for (var depth = reader.CurrentDepth; reader.Read() && reader.CurrentDepth > depth;)
        {
            if (CredentialIdentifier.IsEmpty && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("credential_identifiers"u8)
                && reader.Read() && reader.TokenType == JsonTokenType.StartArray)
            {
                CredentialIdentifier = Value(ref reader);
            }
        }
    }

    private void ReadCredential(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        var depth = reader.CurrentDepth;
        var start = (int)reader.BytesConsumed;
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            reader.Skip();
            var json = body[start..(int)reader.BytesConsumed];
            Credential = json.Length > _text.Length - _used ? default : Keep(json);
        }

        while (reader.CurrentDepth > depth && reader.Read())
        {
        }
    }

    private ReadOnlyMemory<byte> Json(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        var json = body[start..(int)reader.BytesConsumed];
        return json.Length > _text.Length - _used ? default : Keep(json);
    }

    private ReadOnlyMemory<byte> Keep(ReadOnlySpan<byte> bytes)
    {
        var kept = _text.AsMemory(_used, bytes.Length);
        bytes.CopyTo(kept.Span);
        _used += bytes.Length;
        return kept;
    }

    private ReadOnlyMemory<byte> Value(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.Length > _text.Length - _used)
        {
            reader.Skip();
            return default;
        }

        var length = reader.CopyString(_text.AsSpan(_used));
        var value = _text.AsMemory(_used, length);
        _used += length;
        return value;
    }
}
