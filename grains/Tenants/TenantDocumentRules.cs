using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Browser;
using Eudiplo.Protocol.Credentials;
using Eudiplo.Protocol.Dialects;

namespace Eudiplo.Grains.Tenants;

/// <summary>The rules of a tenant document that its JSON form does not say.</summary>
internal static class TenantDocumentRules
{
    private const string Placeholder = "{auth_session}";

    /// <summary>Checks a document.</summary>
    /// <returns>What is wrong, each with the path of the member; empty when nothing is.</returns>
    public static IReadOnlyList<string> Check(TenantDocument document)
    {
        var errors = new List<string>();
        if (!GrainKey.IsTenantId(document.TenantId))
        {
            errors.Add("$.tenantId: 1 to 64 of a-z 0-9 - _ . are allowed, beginning with a letter or digit.");
        }

        CheckTimes(document, errors);
        CheckInteractive(document.InteractiveAuthorization, errors);
        if (document.ClientAttestation is { } attestation)
        {
            AttestationRules.Read(attestation, errors);
        }

        CrossOriginRules.Check(document.CrossOrigin, errors);
        CheckClients(document, errors);
        AssertionIssuerRules.Check(document.AssertionIssuers, errors);
        KeyRules.Check(document.Keys, errors);
        OutboundRules.Check(document.Outbound, errors);
        PresentationRules.Check(document, errors);
        if (document.Webhook is { } webhook)
        {
            WebhookRules.Check(webhook, "$.webhook", errors);
        }

        if (document.RevocationWebhook is { } revocations)
        {
            WebhookRules.Check(new ClaimsWebhook { Url = revocations.Url, Auth = revocations.Auth, TimeoutSeconds = revocations.TimeoutSeconds }, "$.revocationWebhook", errors);
        }

        CheckCredentials(document, errors);
        if (document.Fallback is { } fallback)
        {
            CheckPresentationReference(document, fallback.PresentationConfigId, "$.fallback.presentationConfigId", errors);
            if (fallback.Url is not null)
            {
                CheckUrl(fallback.Url, "$.fallback.url", errors);
                CheckReturn(fallback.Url, fallback.Completion, "$.fallback", errors);
            }
        }

        return errors;
    }

    private static void CheckTimes(TenantDocument document, List<string> errors)
    {
        Range(document.Sessions.LifetimeSeconds, 30, 86_400, "$.sessions.lifetimeSeconds", errors);
        Range(document.Sessions.AttemptsPerStep, 1, 100, "$.sessions.attemptsPerStep", errors);
        Range(document.Sessions.RetainDays, 1, 3_650, "$.sessions.retainDays", errors);
        Range(document.Sessions.RequestUriLifetimeSeconds, 10, 3_600, "$.sessions.requestUriLifetimeSeconds", errors);
        Range(document.Sessions.OpenPerClient ?? 1, 1, 1_000_000_000, "$.sessions.openPerClient", errors);
        Range(document.Tokens.CodeLifetimeSeconds, 5, 600, "$.tokens.codeLifetimeSeconds", errors);
        Range(document.Tokens.AccessTokenLifetimeSeconds, 10, 86_400, "$.tokens.accessTokenLifetimeSeconds", errors);
        Range(document.Tokens.RefreshTokenLifetimeSeconds, 60, 31_536_000, "$.tokens.refreshTokenLifetimeSeconds", errors);
        Range(document.Tokens.GrantLifetimeSeconds, 60, 315_360_000, "$.tokens.grantLifetimeSeconds", errors);
        Range(document.Issuance.BatchSize, 1, CredentialRequest.MaxProofs, "$.issuance.batchSize", errors);
        Range(document.Issuance.NonceLifetimeSeconds, 10, 3_600, "$.issuance.nonceLifetimeSeconds", errors);
        Range(document.Signing.RotationDays, 1, 3_650, "$.signing.rotationDays", errors);
        Range(document.Signing.OverlapHours, 1, Math.Min(720, (document.Signing.RotationDays * 24) - 1), "$.signing.overlapHours", errors);
        Range(document.Tokens.RefreshGraceSeconds, 0, 60, "$.tokens.refreshGraceSeconds", errors);
    }

    private static void CheckInteractive(InteractiveAuthorizationSettings settings, List<string> errors)
    {
        if (settings.InsufficientAuthorizationStatus is not (401 or 403))
        {
            errors.Add("$.interactiveAuthorization.insufficientAuthorizationStatus: 401 and 403 are known.");
        }

        if (settings.Dialects.Count == 0)
        {
            errors.Add("$.interactiveAuthorization.dialects: name at least one; leave it out for all.");
        }
    }

    private static void CheckClients(TenantDocument document, List<string> errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < document.Clients.Count; i++)
        {
            var (client, path) = (document.Clients[i], $"$.clients[{i}]");
            if (client.ClientId.Length is 0 or > 512 || client.ClientId.Any(c => c is < '\x21' or > '\x7e'))
            {
                errors.Add($"{path}.clientId: 1 to 512 visible ASCII characters are allowed.");
            }

            Range(client.RequestsPerSecond ?? 1, 1, 10_000_000, $"{path}.requestsPerSecond", errors);
            Range(client.OpenSessions ?? 1, 1, 1_000_000_000, $"{path}.openSessions", errors);
            if (!seen.Add(client.ClientId))
            {
                errors.Add($"{path}.clientId: another client has the same id.");
            }

            var (isPublic, hasSecret) = (client.TokenEndpointAuthMethod == "none", client.TokenEndpointAuthMethod is "client_secret_basic" or "client_secret_post");
            ClientKeyRules.Check(document, client, path, errors);
            if (hasSecret == (client.SecretHash is null) || (client.SecretHash is { } hash && !Clients.ClientSecretHash.IsValid(hash)))
            {
                errors.Add($"{path}.secretHash: a client with a secret needs sha256:{{43 characters of base64url}}; others have none.");
            }

            foreach (var unknown in client.Permissions.Except(ClientPermissions.All))
            {
                errors.Add($"{path}.permissions: '{unknown}' is not one of {string.Join(", ", ClientPermissions.All)}.");
            }

            foreach (var confidential in isPublic ? client.Permissions.Intersect(ClientPermissions.Confidential) : [])
            {
                errors.Add($"{path}.permissions: {confidential} needs a client that authenticates.");
            }

            for (var j = 0; j < client.RedirectUris.Count; j++)
            {
                if (!IsRedirectUri(client.RedirectUris[j]))
                {
                    errors.Add($"{path}.redirectUris[{j}]: an absolute URI without a fragment is needed (RFC 6749, section 3.1.2): https, "
                        + "http to a loopback address, or an app's own scheme.");
                }
            }
        }
    }

    private static bool IsRedirectUri(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && text.StartsWith(uri.Scheme + ":", StringComparison.OrdinalIgnoreCase)
        && !text.Contains('#', StringComparison.Ordinal)
        && uri.Scheme switch
        {
            "http" => uri.IsLoopback,
            "file" or "javascript" or "data" or "vbscript" or "blob" or "about" => false,
            _ => true,
        };

    private static void CheckCredentials(TenantDocument document, List<string> errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var scopes = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < document.CredentialConfigurations.Count; i++)
        {
            var (credential, path) = (document.CredentialConfigurations[i], $"$.credentialConfigurations[{i}]");
            if (credential.CredentialConfigId.Length == 0 || !seen.Add(credential.CredentialConfigId))
            {
                errors.Add($"{path}.credentialConfigId: it must not be empty, and no other may have it.");
            }

            var scope = credential.Scope ?? credential.CredentialConfigId;
            if (scope.Any(c => c is <= '\x20' or '"' or '\\' or > '\x7e') || !scopes.Add(scope))
            {
                errors.Add($"{path}.scope: one scope of RFC 6749, section 3.3, is needed, and no other credential may have it.");
            }

            Range(credential.LifetimeSeconds, 60, 315_360_000, $"{path}.lifetimeSeconds", errors);
            if (credential.Claims.Count > 0 && (credential.Format != "dc+sd-jwt" || credential.Vct is null))
            {
                errors.Add($"{path}.claims: only credentials of format dc+sd-jwt with a vct are issued here.");
            }

            CredentialClaimRules.Check(credential, path, errors);
            if (credential.StatusList is { } list)
            {
                Range(list.Size, 1_024, 100_000_000, $"{path}.statusList.size", errors);
                CheckUrl(list.Uri, $"{path}.statusList.uri", errors);
            }

            for (var j = 0; j < credential.IaeActions.Count; j++)
            {
                CheckAction(document, credential.IaeActions[j], $"{path}.iaeActions[{j}]", errors);
            }
        }
    }

    private static void CheckAction(TenantDocument document, IaeAction action, string path, List<string> errors)
    {
        switch (action.Type)
        {
            case InteractionTypes.Presentation when action.PresentationConfigId is null:
                errors.Add($"{path}.presentationConfigId: a presentation needs one.");
                break;
            case InteractionTypes.Presentation:
                CheckPresentationReference(document, action.PresentationConfigId, $"{path}.presentationConfigId", errors);
                break;
            case InteractionTypes.Web when action.Url is null:
                errors.Add($"{path}.url: a web step needs one.");
                break;
            case InteractionTypes.Web:
                CheckUrl(action.Url, $"{path}.url", errors);
                CheckReturn(action.Url, action.Completion, path, errors);
                if (action.CallbackUrl is not null)
                {
                    CheckUrl(action.CallbackUrl, $"{path}.callbackUrl", errors);
                }

                if (action.Completion == WebStepCompletion.Nonce)
                {
                    errors.Add($"{path}.completion: nonce is for custom steps; a web step has service or verifier.");
                }

                break;
            case var type when InteractionTypes.IsCustom(type):
                CustomStepRules.Check(action, path, errors);
                break;
            default:
                errors.Add($"{path}.type: '{action.Type}' is neither {InteractionTypes.Presentation} nor {InteractionTypes.Web} nor a URN.");
                break;
        }
    }

    private static void CheckPresentationReference(TenantDocument document, string? id, string path, List<string> errors)
    {
        if (id is not null && document.PresentationConfigurations.All(p => p.PresentationConfigId != id))
        {
            errors.Add($"{path}: there is no presentation configuration '{id}'.");
        }
    }

    private static void CheckUrl(string url, string path, List<string> errors)
    {
        // The session id may stand anywhere but in the authority: a page's host is the tenant's choice, never a request's.
        var probe = url.Replace(Placeholder, Guid.Empty.ToString(), StringComparison.Ordinal)
            .Replace(WebPage.StepPlaceholder, Guid.Empty.ToString(), StringComparison.Ordinal)
            .Replace(WebPage.ReturnUrlPlaceholder, Guid.Empty.ToString(), StringComparison.Ordinal)
            .Replace(WebPage.IssuerStatePlaceholder, Guid.AllBitsSet.ToString(), StringComparison.Ordinal);
        var parsed = Uri.TryCreate(probe, UriKind.Absolute, out var uri);
        if (!parsed
            || probe.Any(c => c is < '\x21' or > '\x7e')
            || (uri!.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            || uri.UserInfo.Length > 0
            || uri.Authority.Contains(Guid.Empty.ToString(), StringComparison.Ordinal))
        {
            errors.Add($"{path}: an absolute https URL of visible ASCII characters is needed (http only to a loopback address), with "
                + $"{Placeholder}, {WebPage.StepPlaceholder} and {WebPage.ReturnUrlPlaceholder} nowhere in its host.");
        }
        else if (uri.GetLeftPart(UriPartial.Path).Contains(Guid.AllBitsSet.ToString(), StringComparison.Ordinal))
        {
            // The wallet writes it: in a path it could be "..".
            errors.Add($"{path}: {WebPage.IssuerStatePlaceholder} may stand in the query or the fragment only.");
        }
    }

    private static void CheckReturn(string url, WebStepCompletion? completion, string path, List<string> errors)
    {
        if (completion == WebStepCompletion.Browser && !url.Contains(WebPage.ReturnUrlPlaceholder, StringComparison.Ordinal))
        {
            errors.Add($"{path}.url: a page that the browser completes needs {WebPage.ReturnUrlPlaceholder} in its URL, for the way back.");
        }
    }

    private static void Range(int value, int min, int max, string path, List<string> errors)
    {
        if (value < min || value > max)
        {
            errors.Add($"{path}: {value} is not between {min} and {max}.");
        }
    }
}
