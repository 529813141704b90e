using System.Text;
using Eudiplo.Grains.Abstractions.Credentials;
using Eudiplo.Grains.Keys;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Credentials;
using Eudiplo.Protocol.Jwe;

namespace Eudiplo.Grains.Credentials;

/// <summary>Reads credential requests, encrypted or not (OID4VCI, "Encrypted Credential Requests and Responses").</summary>
internal static class CredentialRequestBody
{
    private const string InvalidEncryption = "invalid_encryption_parameters";

    private static readonly JweLimits Limits = new() { MaxHeaderLength = 4_096, MaxDepth = 8 };

    /// <summary>The key that a request says it was encrypted to; null for none.</summary>
    public static string? KeyIdOf(IssueCredential command) =>
        command.IsEncrypted ? CompactJwe.Parse(Encoding.Latin1.GetString(command.Body), Limits, out _)?.KeyId : null;

    /// <summary>Reads a request.</summary>
    /// <param name="command">What was sent.</param>
    /// <param name="tenant">The tenant: it may demand encryption.</param>
    /// <param name="keys">The tenant's keys.</param>
    /// <param name="request">The request, when there is no refusal.</param>
    /// <returns>The refusal, or null.</returns>
    public static IssueReply? Read(IssueCredential command, TenantContext tenant, TenantKeys keys, out CredentialRequest request)
    {
        request = null!;
        var body = command.Body;
        if (command.IsEncrypted)
        {
            if (Decrypt(body, keys, out body) is { } refused)
            {
                return refused;
            }
        }
        else if (tenant.Document.Issuance.RequireRequestEncryption)
        {
            return CredentialErrors.Refused(InvalidEncryption, "Encrypt the request to a key of credential_request_encryption in the metadata, and send application/jwt.");
        }

        if (CredentialRequest.Read(body, out var error, out var description) is not { } read)
        {
            return CredentialErrors.Refused(error, description);
        }

        request = read;
        return read.ResponseKey is null && tenant.Document.Issuance.RequireResponseEncryption
            ? CredentialErrors.Refused(InvalidEncryption, "credential_response_encryption is needed: responses are encrypted here.")
            : null;
    }

    private static IssueReply? Decrypt(byte[] body, TenantKeys keys, out byte[] content)
    {
        content = [];
        if (CompactJwe.Parse(Encoding.Latin1.GetString(body), Limits, out _) is not { } jwe)
        {
            return CredentialErrors.Refused(InvalidEncryption, "The request is not a compact JWE with ECDH-ES and A128GCM or A256GCM, without zip.");
        }

        if (jwe.KeyId is not { } keyId || keys.FindRequestKey(keyId) is not { } key)
        {
            return CredentialErrors.Refused(InvalidEncryption, "The kid of the request is not that of a key of credential_request_encryption in the metadata.");
        }

        if (jwe.Decrypt(key, JweEncryptions.All, out var plaintext) != JweError.None)
        {
            return CredentialErrors.Refused(InvalidEncryption, "The request does not decrypt with the key that its kid names.");
        }

        content = plaintext!;
        return null;
    }
}
