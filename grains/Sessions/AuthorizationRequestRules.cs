using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Clients;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.AuthorizationDetails;
using Eudiplo.Protocol.Dialects;
using Eudiplo.Protocol.Pkce;

namespace Eudiplo.Grains.Sessions;

/// <summary>The rules of an initial request: RFC 6749 section 4.1.1, RFC 7636, RFC 9396, OID4VCI 1.1 "Initial Request".</summary>
public static class AuthorizationRequestRules
{
    private const string OpenIdScope = "openid";

    private const int MaxLength = 2048;

    /// <summary>What can be done on pages of this server, by wallets that know no interactive authorization.</summary>
    private static readonly string[] PageTypes = [InteractionTypes.Presentation, InteractionTypes.Web];

    /// <summary>Checks a request.</summary>
    /// <param name="command">The request.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="client">The client that sent it.</param>
    /// <param name="isPushed">Whether it was pushed for the browser (RFC 9126): then its answer goes to a redirect URI, and its steps are pages.</param>
    /// <param name="request">What is asked for, when there is no error.</param>
    /// <returns>The refusal, or null.</returns>
    public static ProtocolError? Check(
        BeginSession command, TenantContext tenant, AuthenticatedClient client, bool isPushed, out AuthorizationRequest request)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(tenant);
        ArgumentNullException.ThrowIfNull(client);
        request = null!;
        if (!client.May(ClientPermissions.Authorize))
        {
            return new ProtocolError("unauthorized_client", "This client may not ask for authorization.");
        }

        if (!isPushed && !tenant.Document.InteractiveAuthorization.Speaks(command.Dialect))
        {
            return new ProtocolError("invalid_request", "This form of interactive authorization is not spoken here: see the metadata.");
        }

        if (command.HasRequestObject)
        {
            return new ProtocolError("request_uri_not_supported", "request_uri is for the browser; send the request itself, or a request object.");
        }

        if (command.ResponseType != "code")
        {
            return command.ResponseType is null
                ? Missing("response_type")
                : new ProtocolError("unsupported_response_type", "The only response_type is code.");
        }

        if (TooLong(command) is { } name)
        {
            return new ProtocolError("invalid_request", $"{name} is too long.");
        }

        return CheckPkce(command)
            ?? CheckRedirectUri(command.RedirectUri, isPushed, client)
            ?? CheckInteractionTypes(command, isPushed, out var types)
            ?? CheckCredentials(command, tenant, types, out request);
    }

    private static ProtocolError? CheckPkce(BeginSession command)
    {
        if (command.CodeChallenge is null)
        {
            return Missing("code_challenge");
        }

        if (command.CodeChallengeMethod != PkceS256.Method)
        {
            // Left out means plain (RFC 7636, section 4.3), which would hand the secret out with the request.
            return new ProtocolError("invalid_request", "code_challenge_method must be S256.");
        }

        return PkceS256.IsChallenge(command.CodeChallenge)
            ? null
            : new ProtocolError("invalid_request", "code_challenge is not the base64url form of a SHA-256 hash.");
    }

    private static ProtocolError? CheckRedirectUri(string? redirectUri, bool isPushed, AuthenticatedClient client)
    {
        if (redirectUri is null)
        {
            // A code that the endpoint hands out itself needs none.
            return isPushed ? Missing("redirect_uri") : null;
        }

        if (client.Registration is { } registration)
        {
            // Compared as strings, exactly (RFC 9700, section 2.1).
            return registration.RedirectUris.Contains(redirectUri, StringComparer.Ordinal)
                ? null
                : new ProtocolError("invalid_request", "redirect_uri is not one that the client has registered.");
        }

        // The framework's reader takes more than a URI can hold (RFC 3986, section 2): line breaks, spaces, backslashes.
        var allowed = redirectUri.All(c => c is > '\x20' and < '\x7f' and not ('"' or '<' or '>' or '\\' or '^' or '`' or '{' or '|' or '}'))
            && Uri.TryCreate(redirectUri, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            && uri.UserInfo.Length == 0
            && !redirectUri.Contains('#', StringComparison.Ordinal);
        return allowed ? null : new ProtocolError("invalid_request", "redirect_uri must be an https or loopback URL without a fragment.");
    }

    private static ProtocolError? CheckInteractionTypes(BeginSession command, bool isPushed, out IReadOnlyList<string> types)
    {
        types = PageTypes;
        if (isPushed)
        {
            return null;
        }

        if (command.InteractionTypesSupported is null)
        {
            return Missing("interaction_types_supported");
        }

        if (InteractionTypeList.Parse(command.InteractionTypesSupported) is not { } parsed)
        {
            return new ProtocolError("invalid_request", "interaction_types_supported is not a comma-separated list of interaction types.");
        }

        types = parsed;
        return null;
    }

    private static ProtocolError? CheckCredentials(
        BeginSession command, TenantContext tenant, IReadOnlyList<string> types, out AuthorizationRequest request)
    {
        request = null!;
        var credentials = new List<CredentialConfiguration>();
        var scopes = new List<string>();
        foreach (var scope in (command.Scope ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            // Scopes that the tenant does not know are left out, not refused (OID4VCI, "Using scope Parameter").
            if (tenant.FindCredentialByScope(scope) is { } credential)
            {
                credentials.Add(credential);
                scopes.Add(scope);
            }
            else if (scope == OpenIdScope)
            {
                // It asks for no credential, only for an ID token beside the access token.
                scopes.Add(scope);
            }
        }

        if (command.AuthorizationDetails is { } text)
        {
            if (AuthorizationDetailsList.Parse(text, out var problem) is not { } details)
            {
                return new ProtocolError("invalid_authorization_details", problem!);
            }

            foreach (var detail in details)
            {
                if (detail.Locations?.Contains(tenant.Urls.Issuer, StringComparer.Ordinal) == false)
                {
                    return new ProtocolError("invalid_authorization_details", "The locations of an entry do not name this credential issuer.");
                }

                if (tenant.FindCredential(detail.CredentialConfigurationId) is not { } credential)
                {
                    return new ProtocolError("invalid_authorization_details", "There is no such credential configuration.");
                }

                credentials.Add(credential);
            }
        }

        if (credentials.Count == 0)
        {
            return command.Scope is null
                ? new ProtocolError("invalid_request", "Missing required field: scope or authorization_details")
                : new ProtocolError("invalid_scope", "The scope asks for no credential that is issued here.");
        }

        request = new AuthorizationRequest(
            credentials.Distinct().ToArray(),
            scopes.Count == 0 ? null : string.Join(' ', scopes.Distinct(StringComparer.Ordinal)),
            types);
        return null;
    }

    private static string? TooLong(BeginSession command) => command switch
    {
        { RedirectUri.Length: > MaxLength } => "redirect_uri",
        { Scope.Length: > MaxLength } => "scope",
        { State.Length: > MaxLength } => "state",
        { Nonce.Length: > MaxLength } => "nonce",
        { UiLocales.Length: > MaxLength } => "ui_locales",
        { IssuerState.Length: > MaxLength } => "issuer_state",
        { InteractionTypesSupported.Length: > 4 * MaxLength } => "interaction_types_supported",
        { AuthorizationDetails.Length: > 8 * MaxLength } => "authorization_details",
        _ => null,
    };

    private static ProtocolError Missing(string name) => new("invalid_request", $"Missing required field: {name}");
}
