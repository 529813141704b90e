using System.Text.Json;
using Eudiplo.Grains.IssuerMetadata;
using Eudiplo.Grains.Sessions;
using Eudiplo.Grains.Statuses;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Dcql;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Mdoc;
using Eudiplo.Protocol.PresentationRequests;
using Eudiplo.Protocol.Presentations;
using Eudiplo.Protocol.Trust;

namespace Eudiplo.Grains.Steps;

/// <summary>
/// Checks a <c>vp_token</c>: every credential of it, against the question that was asked and the trust that is configured now, and then
/// against its status list where the configuration asks for that.
/// </summary>
public sealed class PresentationCheck(PresentationVerifiers verifiers, IssuerKeys issuerKeys, StatusLists statusLists)
{
    private const int MaxIssuersAsked = 4;

    /// <summary>Checks a token.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="policy">The presentation configuration.</param>
    /// <param name="vpToken">The token.</param>
    /// <param name="keyThumbprint">The thumbprint of the key that it was encrypted to; null when it was not.</param>
    /// <param name="cancellationToken">Ends the waiting for others.</param>
    internal async ValueTask<CheckedPresentation> CheckAsync(
        StepTurn turn, PresentationPolicy policy, JsonElement vpToken, ReadOnlyMemory<byte>? keyThumbprint, CancellationToken cancellationToken)
    {
        var query = Query(policy, turn.Step);
        var context = Context(turn, policy, query, keyThumbprint);
        var (verification, trust, unavailable) = await VerifyAsync(turn.Tenant, policy, query, vpToken, context, cancellationToken);
        if (unavailable is not null)
        {
            return CheckedPresentation.Unavailable(unavailable);
        }

        if (!verification.IsVerified)
        {
            return CheckedPresentation.Refused(Describe(verification.Failure));
        }

        var presentation = verification.Presentation;
        var holderKeys = presentation.Credentials.Select(one => one.HolderKeyThumbprint).Distinct(StringComparer.Ordinal).Count();
        return policy.Configuration.RequireSameHolderKey && holderKeys > 1
            ? CheckedPresentation.Refused(new StepFault("HolderKeysDiffer"))
            : await LookUpAsync(turn.Tenant, policy, presentation, trust, cancellationToken);
    }

    private static DcqlQuery Query(PresentationPolicy policy, SessionStep step)
    {
        // The question that was asked counts, even if the configuration asks another one by now.
        if (policy.DcqlText == step.DcqlQuery)
        {
            return policy.Query;
        }

        return DcqlQuery.TryParse(step.DcqlQuery, out var asked, out _)
            ? asked
            : throw new InvalidOperationException("A session holds a query that was valid when it was asked, and is not any more.");
    }

    private static PresentationContext Context(
        StepTurn turn, PresentationPolicy policy, DcqlQuery query, ReadOnlyMemory<byte>? keyThumbprint)
    {
        var nonce = turn.Session.PresentationNonce!;
        var (audiences, transcript) = Binding(turn, nonce, keyThumbprint);
        return new PresentationContext
        {
            Nonce = nonce,
            AcceptedAudiences = audiences,
            SessionTranscript = query.Credentials.Any(one => one.Format == CredentialFormats.Mdoc) ? transcript() : null,
            Trust = policy.Trust,
            Now = turn.Now,
            ClockSkew = TimeSpan.FromSeconds(policy.Configuration.ClockSkewSeconds),
            HolderBindingMaxAge = TimeSpan.FromSeconds(policy.Configuration.KeyBindingMaxAgeSeconds),
        };
    }

    private static (IReadOnlyList<string> Audiences, Func<byte[]> Transcript) Binding(StepTurn turn, string nonce, ReadOnlyMemory<byte>? keyThumbprint)
    {
        if (turn.ResponseUri is { } responseUri)
        {
            // direct_post: bound to the client id, and an mdoc to the response URI beside it (OpenID4VP 1.0, B.2.6.1 and B.3.6).
            var clientId = turn.Session.Presentation!.ClientId!;
            return ([clientId], () => SessionTranscript.ForRedirect(clientId, nonce, keyThumbprint, responseUri));
        }

        var endpoint = PresentationEndpoint.Of(turn.Tenant.Urls, turn.Session.Dialect, keyThumbprint is not null);
        return (
            PresentationBinding.KeyBindingAudiences(endpoint.Mode, endpoint.Url),
            () => PresentationBinding.MdocTranscript(endpoint.Url, nonce, keyThumbprint));
    }

    /// <summary>Verifies, and again with the keys of each issuer that the verifier asks for.</summary>
    private async ValueTask<(PresentationVerification Verification, TrustMaterial Trust, StepFault? Unavailable)> VerifyAsync(
        TenantContext tenant,
        PresentationPolicy policy,
        DcqlQuery query,
        JsonElement vpToken,
        PresentationContext context,
        CancellationToken cancellationToken)
    {
        var verifier = verifiers.For(policy);
        var fetched = new Dictionary<string, JwkSet>(StringComparer.Ordinal);
        var refreshed = false;
        while (true)
        {
            var verification = verifier.Verify(query, vpToken, context);
            string issuer;
            if (verification.Failure is { Reason: VerificationFailureReason.IssuerMetadataNeeded, Issuer: { } needed } && fetched.Count < MaxIssuersAsked)
            {
                issuer = needed;
            }
            else if (verification.Failure is { Reason: VerificationFailureReason.IssuerKeyNotFound } && fetched.Count == 1 && !refreshed)
            {
                // The issuer may have begun to sign with a new key since its metadata was fetched.
                issuer = fetched.Keys.Single();
                refreshed = true;
            }
            else
            {
                return (verification, context.Trust, null);
            }

            var (keys, failure) = await issuerKeys.FindAsync(tenant, issuer, refreshed, cancellationToken);
            if (keys is null)
            {
                return (verification, context.Trust, new StepFault("IssuerMetadataUnavailable", $"({failure})"));
            }

            fetched[issuer] = keys;
            context = context with { Trust = policy.Trust with { IssuerMetadata = fetched } };
        }
    }

    private async ValueTask<CheckedPresentation> LookUpAsync(
        TenantContext tenant, PresentationPolicy policy, VerifiedPresentation presentation, TrustMaterial trust, CancellationToken cancellationToken)
    {
        var statuses = new string?[presentation.Credentials.Count];
        var check = policy.Configuration.Status;
        for (var i = 0; i < statuses.Length && check != CredentialStatusCheck.Ignore; i++)
        {
            var credential = presentation.Credentials[i];
            if (credential.Status is not { } reference)
            {
                if (check == CredentialStatusCheck.Require)
                {
                    return CheckedPresentation.Refused(new StepFault("StatusMissing", $"in {credential.QueryId}"));
                }

                continue;
            }

            switch (await statusLists.CheckAsync(tenant, policy, credential.Issuer, KeysOf(credential.Issuer, trust), reference, cancellationToken))
            {
                case StatusOutcome.NotValid notValid:
                    return CheckedPresentation.Refused(new StepFault(notValid.Reason, $"{notValid.Detail} in {credential.QueryId}".TrimStart()));
                case StatusOutcome.Unavailable unavailable when policy.Configuration.StatusUnavailable == UnavailableStatus.Refuse:
                    return CheckedPresentation.Unavailable(new StepFault("StatusListUnavailable", $"({unavailable.Detail}) in {credential.QueryId}"));
                case var outcome:
                    statuses[i] = outcome is StatusOutcome.Valid ? "valid" : "unknown";
                    break;
            }
        }

        return CheckedPresentation.Verified(presentation, statuses);
    }

    private static JwkSet? KeysOf(string issuer, TrustMaterial trust) =>
        trust.Issuers.GetValueOrDefault(issuer)?.Keys ?? trust.IssuerMetadata.GetValueOrDefault(issuer);

    private static StepFault Describe(VerificationFailure failure)
    {
        var detail = failure.Detail is null ? string.Empty : $"({failure.Detail})";
        var place = failure.QueryId is null ? string.Empty : $" in {failure.QueryId}";
        return new StepFault(failure.Reason.ToString(), (detail + place).Trim() is { Length: > 0 } text ? text : null);
    }
}
