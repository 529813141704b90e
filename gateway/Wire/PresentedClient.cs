using System.Text;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Protocol.Wire;

namespace Eudiplo.Gateway.Wire;

/// <summary>Reads how a request presents its client (RFC 6749, section 2.3.1).</summary>
internal static class PresentedClient
{
    private const string Basic = "Basic ";

    /// <summary>Reads a request.</summary>
    /// <returns>The credentials, or else the refusal: a client presents itself in one way (RFC 6749, section 2.3).</returns>
    public static (PresentedCredentials? Credentials, ProtocolError? Error) Read(HttpContext context, RequestParameters parameters)
    {
        var clientId = parameters["client_id"];
        var secret = parameters["client_secret"];
        if (parameters.Contains("client_assertion") || parameters.Contains("client_assertion_type") || context.Request.Headers.ContainsKey(SignedClient.AttestationHeader))
        {
            return SignedClient.Read(context, parameters);
        }

        var headers = context.Request.Headers.Authorization;
        if (headers.Count == 0 || headers[0] is not { Length: > 0 } header)
        {
            return (secret is not null
                ? new PresentedCredentials { Method = ClientAuthenticationMethod.ClientSecretPost, ClientId = clientId, Secret = new SecretText(secret) }
                : clientId is null ? PresentedCredentials.None : new PresentedCredentials { ClientId = clientId }, null);
        }

        if (headers.Count > 1 || secret is not null)
        {
            return (null, new ProtocolError("invalid_request", "The request authenticates its client in more than one way."));
        }

        if (!header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase) || Decode(header[Basic.Length..].Trim()) is not var (id, password))
        {
            return (null, new ProtocolError("invalid_client", "The Authorization header is not a Basic one of RFC 6749, section 2.3.1.", 401));
        }

        return clientId is not null && clientId != id
            ? (null, new ProtocolError("invalid_request", "client_id differs from the client of the Authorization header."))
            : (new PresentedCredentials { Method = ClientAuthenticationMethod.ClientSecretBasic, ClientId = id, Secret = new SecretText(password) }, null);
    }

    private static (string Id, string Password)? Decode(string credentials)
    {
        var bytes = new byte[credentials.Length];
        if (!Convert.TryFromBase64String(credentials, bytes, out var length) || !System.Text.Unicode.Utf8.IsValid(bytes.AsSpan(0, length)))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);

        // Both halves are form-encoded before they are joined (RFC 6749, section 2.3.1).
        return colon <= 0 ? null : (Uri.UnescapeDataString(text[..colon].Replace('+', ' ')), Uri.UnescapeDataString(text[(colon + 1)..].Replace('+', ' ')));
    }
}
