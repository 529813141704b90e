using System.Text.Json;
using Eudiplo.Protocol.Dcql;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Protocol.Presentations;

/// <summary>
/// Verifies a <c>vp_token</c> against its query (OpenID4VP 1.0 section 8.6). One bad presentation refuses the whole answer. Nothing
/// that a wallet sends makes it throw. For all threads.
/// </summary>
public sealed class PresentationVerifier
{
    private const int MaxDepth = 64;
    private readonly Dictionary<string, ICredentialFormatVerifier> _formats;
    private readonly int _maxLength;
    private readonly int _maxPresentations;

    /// <summary>Makes a verifier.</summary>
    /// <param name="formats">One verifier for each credential format.</param>
    /// <param name="maxLength">The longest <c>vp_token</c>, in characters.</param>
    /// <param name="maxPresentations">The most presentations in one <c>vp_token</c>.</param>
    /// <exception cref="ArgumentException">Two verifiers for one format.</exception>
    public PresentationVerifier(IEnumerable<ICredentialFormatVerifier> formats, int maxLength = 1_048_576, int maxPresentations = 32)
    {
        _formats = formats.ToDictionary(one => one.Format, StringComparer.Ordinal);
        _maxLength = maxLength;
        _maxPresentations = maxPresentations;
    }

    /// <summary>Verifies a <c>vp_token</c>.</summary>
    /// <param name="query">The query that was sent.</param>
    /// <param name="vpToken">The JSON text of the <c>vp_token</c>; anything at all.</param>
    /// <param name="context">The transaction, the trust, the time.</param>
    public PresentationVerification Verify(DcqlQuery query, string? vpToken, PresentationContext context) =>
        vpToken is null || vpToken.Length > _maxLength || !StrictJson.TryParse(vpToken, out var json, MaxDepth)
            ? Fail(VerificationFailureReason.VpTokenMalformed, "not JSON without duplicate members, or too long")
            : Verify(query, json, context);

    /// <summary>Verifies a <c>vp_token</c> that was read with <see cref="StrictJson"/>.</summary>
    /// <param name="query">The query that was sent.</param>
    /// <param name="vpToken">The value of <c>vp_token</c>; of any kind.</param>
    /// <param name="context">The transaction, the trust, the time.</param>
    public PresentationVerification Verify(DcqlQuery query, JsonElement vpToken, PresentationContext context)
    {
        if (CheckShape(query, vpToken) is { } wrong)
        {
            return wrong;
        }

        var kept = new Dictionary<string, List<PresentedCredential>>(StringComparer.Ordinal);
        foreach (var credential in query.Credentials)
        {
            if (!vpToken.TryGetProperty(credential.Id, out var presentations))
            {
                continue;
            }

            var accepted = kept[credential.Id] = [];
            foreach (var presentation in presentations.EnumerateArray())
            {
                if (Accept(credential, presentation, context, accepted) is { } refused)
                {
                    return refused with { QueryId = credential.Id };
                }
            }
        }

        return Combine(query, kept);
    }

    private VerificationFailure? CheckShape(DcqlQuery query, JsonElement vpToken)
    {
        if (vpToken.ValueKind != JsonValueKind.Object)
        {
            return Fail(VerificationFailureReason.VpTokenMalformed, "not an object");
        }

        var count = 0;
        foreach (var entry in vpToken.EnumerateObject())
        {
            if (query.Find(entry.Name) is not { } credential)
            {
                return Fail(VerificationFailureReason.UnknownQueryId);
            }

            if (entry.Value.ValueKind != JsonValueKind.Array)
            {
                return Fail(VerificationFailureReason.VpTokenMalformed, "an entry is not an array") with { QueryId = credential.Id };
            }

            var own = entry.Value.GetArrayLength();
            count += own;
            if (own == 0 || (own > 1 && !credential.Multiple) || count > _maxPresentations)
            {
                return Fail(VerificationFailureReason.WrongPresentationCount) with { QueryId = credential.Id };
            }
        }

        return null;
    }

    private VerificationFailure? Accept(
        CredentialQuery query, JsonElement presentation, PresentationContext context, List<PresentedCredential> accepted)
    {
        if (!_formats.TryGetValue(query.Format, out var format))
        {
            return Fail(VerificationFailureReason.FormatNotSupported, query.Format);
        }

        var outcome = format.Verify(presentation, query, context);
        if (!outcome.IsVerified)
        {
            return outcome.Failure;
        }

        if (query.RequireHolderBinding && outcome.Credential.HolderKeyThumbprint is null)
        {
            return Fail(VerificationFailureReason.HolderBindingMissing);
        }

        if (CredentialMatch.Check(query, outcome.Credential, context.Trust) is { } mismatch)
        {
            return mismatch;
        }

        var raw = presentation.ValueKind == JsonValueKind.String ? presentation.GetString()! : presentation.GetRawText();
        if (CredentialMatch.Keep(query, outcome.Credential, raw) is not { } credential)
        {
            return Fail(VerificationFailureReason.ClaimsNotSatisfied);
        }

        accepted.Add(credential);
        return null;
    }

    /// <summary>
    /// Section 6.4.2. Of each credential set the first option counts that is wholly there; credentials that no option needs were not
    /// asked for, and are dropped.
    /// </summary>
    private static PresentationVerification Combine(DcqlQuery query, Dictionary<string, List<PresentedCredential>> kept)
    {
        if (query.CredentialSets.Count == 0)
        {
            return query.Credentials.FirstOrDefault(one => !kept.ContainsKey(one.Id)) is { } missing
                ? Fail(VerificationFailureReason.CredentialSetNotSatisfied, "a credential is missing") with { QueryId = missing.Id }
                : new VerifiedPresentation([.. query.Credentials.SelectMany(one => kept[one.Id])], []);
        }

        var needed = new HashSet<string>(StringComparer.Ordinal);
        var satisfied = new List<int?>();
        foreach (var set in query.CredentialSets)
        {
            var option = set.Options.Index().Where(one => one.Item.All(kept.ContainsKey)).Select(one => (int?)one.Index).FirstOrDefault();
            if (option is null && set.Required)
            {
                return Fail(VerificationFailureReason.CredentialSetNotSatisfied, $"credential_sets[{satisfied.Count}]");
            }

            satisfied.Add(option);
            needed.UnionWith(option is { } at ? set.Options[at] : []);
        }

        var ordered = query.Credentials.Where(one => needed.Contains(one.Id)).SelectMany(one => kept[one.Id]);
        return new VerifiedPresentation([.. ordered], satisfied);
    }

    private static VerificationFailure Fail(VerificationFailureReason reason, string? detail = null) => new(reason, detail);
}
