using Eudiplo.WalletSimulator.Presentations;

namespace Eudiplo.WalletSimulator.Dcql;

/// <summary>
/// Chooses what to present for a query (OpenID4VP, section 6.4): the least that satisfies it, the first `claim_sets` option and
/// the first `credential_sets` option that can be satisfied.
/// </summary>
/// <param name="Matches">What to present; empty when the query cannot be satisfied.</param>
/// <param name="Obstacle">Why it cannot be satisfied; null when it can.</param>
public sealed record DcqlSelection(IReadOnlyList<CredentialMatch> Matches, string? Obstacle)
{
    /// <summary>Chooses among the credentials of a wallet.</summary>
    public static DcqlSelection Choose(DcqlQuery query, IReadOnlyList<IHeldCredential> credentials)
    {
        var matches = new Dictionary<string, IReadOnlyList<CredentialMatch>>();
        foreach (var wanted in query.Credentials)
        {
            var found = credentials.Select(credential => Match(wanted, credential)).OfType<CredentialMatch>();
            matches[wanted.Id] = wanted.Multiple ? [.. found] : [.. found.Take(1)];
        }

        var answered = query.CredentialSets is null
            ? [.. query.Credentials.Select(wanted => wanted.Id)]
            : new List<string>();
        foreach (var set in query.CredentialSets ?? [])
        {
            var option = set.Options.FirstOrDefault(ids => ids.All(id => matches.TryGetValue(id, out var found) && found.Count > 0));
            if (option is not null)
            {
                answered.AddRange(option.Except(answered));
            }
            else if (set.Required)
            {
                return new DcqlSelection([], "no option of a required credential set can be satisfied");
            }
        }

        var missing = answered.Find(id => matches[id].Count == 0);
        return missing is null
            ? new DcqlSelection([.. answered.SelectMany(id => matches[id])], null)
            : new DcqlSelection([], $"the wallet holds no credential for the query '{missing}'");
    }

    private static CredentialMatch? Match(CredentialQuery wanted, IHeldCredential credential)
    {
        if (credential.Format != wanted.Format || (wanted.Types is not null && !wanted.Types.Contains(credential.Type)))
        {
            return null;
        }

        if (wanted.Claims is null)
        {
            return new CredentialMatch(wanted, credential, []);
        }

        var available = wanted.Claims.Where(claim => credential.Satisfies(claim)).ToList();
        if (wanted.ClaimSets is null)
        {
            return available.Count == wanted.Claims.Count ? new CredentialMatch(wanted, credential, available) : null;
        }

        var set = wanted.ClaimSets.FirstOrDefault(ids => ids.All(id => available.Exists(claim => claim.Id == id)));
        return set is null ? null : new CredentialMatch(wanted, credential, [.. available.Where(claim => set.Contains(claim.Id!))]);
    }
}
