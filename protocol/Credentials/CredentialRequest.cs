using System.Text.Json;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Jwe;

namespace Eudiplo.Protocol.Credentials;

/// <summary>A credential request (OID4VCI, "Credential Request"), read and not yet checked against a grant.</summary>
public sealed record CredentialRequest
{
    /// <summary>The most key proofs that are read.</summary>
    public const int MaxProofs = 100;

    /// <summary><c>credential_identifier</c>; null where the request names a configuration.</summary>
    public string? CredentialIdentifier { get; private init; }

    /// <summary><c>credential_configuration_id</c>; null where the request names an identifier.</summary>
    public string? CredentialConfigurationId { get; private init; }

    /// <summary>The key proofs of type <c>jwt</c>; empty when there are none.</summary>
    public IReadOnlyList<string> JwtProofs { get; private init; } = [];

    /// <summary>The key to encrypt the response to; null for a response in clear.</summary>
    public Jwk? ResponseKey { get; private init; }

    /// <summary>The <c>enc</c> of the response.</summary>
    public JweEncryptions ResponseEncryption { get; private init; }

    /// <summary>Reads a request.</summary>
    /// <param name="utf8">The body.</param>
    /// <param name="error">The error code of the specification, when the result is null.</param>
    /// <param name="description">What is wrong, for the client.</param>
    public static CredentialRequest? Read(ReadOnlySpan<byte> utf8, out string error, out string description)
    {
        (error, description) = ("invalid_credential_request", "The request is not a JSON object without repeated members.");
        if (!StrictJson.TryParse(utf8, out var json, maxDepth: 16) || json.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var hasIdentifier = json.TryGetProperty("credential_identifier", out _);
        var hasConfiguration = json.TryGetProperty("credential_configuration_id", out _);
        if (hasIdentifier == hasConfiguration
            || !json.TryGetString(hasIdentifier ? "credential_identifier" : "credential_configuration_id", out var id)
            || id.Length == 0)
        {
            description = "Exactly one of credential_identifier and credential_configuration_id is needed, as a string.";
            return null;
        }

        if (ReadProofs(json) is not { } proofs)
        {
            (error, description) = ("invalid_proof", $"proofs has exactly one member, jwt, with 1 to {MaxProofs} JWTs.");
            return null;
        }

        var request = new CredentialRequest
        {
            CredentialIdentifier = hasIdentifier ? id : null,
            CredentialConfigurationId = hasConfiguration ? id : null,
            JwtProofs = proofs,
        };
        if (!json.TryGetProperty("credential_response_encryption", out var encryption))
        {
            return request;
        }

        // The alg of the response must be that of the key ("Encrypted Credential Requests and Responses"). There is one only, and so a key
        // without alg is taken too.
        (error, description) = ("invalid_encryption_parameters", "A public EC key in jwk with alg ECDH-ES, an enc of A128GCM or A256GCM, and no zip are needed.");
        return encryption.ValueKind == JsonValueKind.Object
            && !encryption.TryGetProperty("zip", out _)
            && encryption.TryGetString("enc", out var enc)
            && JweEncryptionNames.Parse(enc) is var algorithm and (JweEncryptions.A128GCM or JweEncryptions.A256GCM)
            && encryption.TryGetProperty("jwk", out var jwk)
            && Jwk.TryParse(jwk, out var key, out _)
            && key is { Type: JwkType.EC, Use: null or "enc", Algorithm: null or DecryptionKey.Algorithm }
            && key.TryImport()
                ? request with { ResponseKey = key, ResponseEncryption = algorithm }
                : null;
    }

    private static List<string>? ReadProofs(JsonElement json)
    {
        // Earlier drafts had one proof in a member of its own; wallets in the field still send it.
        if (json.TryGetProperty("proof", out var single))
        {
            return !json.TryGetProperty("proofs", out _)
                && single.TryGetString("proof_type", out var type) && type == "jwt"
                && single.TryGetString("jwt", out var one)
                    ? [one]
                    : null;
        }

        if (!json.TryGetProperty("proofs", out var proofs))
        {
            return [];
        }

        if (proofs.ValueKind != JsonValueKind.Object
            || proofs.EnumerateObject().Count() != 1
            || !proofs.TryGetProperty("jwt", out var jwts)
            || jwts.ValueKind != JsonValueKind.Array
            || jwts.GetArrayLength() is 0 or > MaxProofs
            || jwts.EnumerateArray().Any(j => j.ValueKind != JsonValueKind.String))
        {
            return null;
        }

        return [.. jwts.EnumerateArray().Select(j => j.GetString()!)];
    }
}
