using Eudiplo.Grains.Steps;
using Eudiplo.Protocol.Dcql;
using Eudiplo.Protocol.Jwe;

namespace Eudiplo.Grains.Tenants;

/// <summary>The rules of presentation configurations that their JSON form does not say.</summary>
internal static class PresentationRules
{
    private const int MaxIdLength = 128;

    /// <summary>Checks the presentation configurations of a document.</summary>
    public static void Check(TenantDocument document, List<string> errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < document.PresentationConfigurations.Count; i++)
        {
            var (presentation, path) = (document.PresentationConfigurations[i], $"$.presentationConfigurations[{i}]");
            if (presentation.PresentationConfigId.Length is 0 or > MaxIdLength || !seen.Add(presentation.PresentationConfigId))
            {
                errors.Add($"{path}.presentationConfigId: it must have 1 to {MaxIdLength} characters, and no other may have it.");
            }

            Range(presentation.ClockSkewSeconds, 0, 600, $"{path}.clockSkewSeconds", errors);
            Range(presentation.KeyBindingMaxAgeSeconds, 10, 3_600, $"{path}.keyBindingMaxAgeSeconds", errors);
            CheckRequest(presentation.Request, $"{path}.request", errors);
            if (presentation.ResponseEncryptions.Count == 0 || presentation.ResponseEncryptions.Any(e => JweEncryptionNames.Parse(e) == JweEncryptions.None))
            {
                errors.Add($"{path}.responseEncryptions: one or both of A128GCM and A256GCM are needed.");
            }

            var policy = PresentationPolicy.Create(presentation, document.Keys, path, errors);
            CheckLists(presentation, policy, path, errors);
            CheckSubject(presentation, policy, path, errors);
            if (policy is { Trust.Anchors.Count: 0 } && policy.Query.Credentials.Any(credential => credential.Format == CredentialFormats.Mdoc))
            {
                errors.Add($"{path}.trustedIssuers: an mdoc is believed by x5cRoots only, and there are none.");
            }

            if (presentation.Webhook is { } webhook)
            {
                WebhookRules.Check(webhook, $"{path}.webhook", errors);
                CheckRawTokens(webhook, policy, path, errors);
            }
        }
    }

    private static void CheckRequest(PresentationRequestSettings request, string path, List<string> errors)
    {
        var isSigned = request.Form != PresentationRequestForm.Unsigned;
        if (!isSigned && (request.KeyId ?? request.DnsName) is not null)
        {
            errors.Add($"{path}: keyId and dnsName belong to a signed form, x509_san_dns or x509_hash.");
        }

        if (isSigned && request.ClientId is not null)
        {
            errors.Add($"{path}.clientId: a signed request is named by its certificate.");
        }

        if (request.DnsName is not null && (request.Form != PresentationRequestForm.X509SanDns || request.KeyId is null))
        {
            errors.Add($"{path}.dnsName: it chooses among the names of the certificate of a keyId, with the form x509_san_dns.");
        }
    }

    private static void CheckLists(PresentationConfiguration presentation, PresentationPolicy? policy, string path, List<string> errors)
    {
        var unknown = policy?.Query.Credentials
            .SelectMany(credential => credential.TrustedAuthorities)
            .Where(authority => authority.Type == TrustedAuthoritiesQuery.EtsiTrustedList)
            .SelectMany(authority => authority.Values)
            .Where(id => presentation.TrustedLists.All(list => list.Id != id))
            .Distinct(StringComparer.Ordinal);
        foreach (var id in unknown ?? [])
        {
            errors.Add($"{path}.dcql_query: trusted_authorities names the trusted list '{id}', which is not among {path}.trustedLists.");
        }
    }

    private static void CheckSubject(PresentationConfiguration presentation, PresentationPolicy? policy, string path, List<string> errors)
    {
        if (presentation.SubjectClaim is not { } subject || policy is null)
        {
            return;
        }

        // A query may ask for a whole object, of which the subject is a part.
        var asked = policy.Query.Credentials.SelectMany(credential => credential.Claims).Select(claim => string.Join('.', claim.Path.Select(part => part.Name)));
        if (!asked.Any(claim => $"{subject}.".StartsWith($"{claim}.", StringComparison.Ordinal)))
        {
            errors.Add($"{path}.subjectClaim: the query does not ask for a claim with the path '{subject}'.");
        }
    }

    private static void CheckRawTokens(ClaimsWebhook webhook, PresentationPolicy? policy, string path, List<string> errors)
    {
        foreach (var id in webhook.IncludeRawTokensFor.Where(id => policy is not null && policy.Query.Find(id) is null))
        {
            errors.Add($"{path}.webhook.includeRawTokensFor: the query has no credential '{id}'.");
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
